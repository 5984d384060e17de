package dev.mcpgateway.mongo;

import java.util.concurrent.TimeUnit;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoDatabase;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The items of a database. Failures are {@link dev.mcpgateway.failure.GatewayException}s.
 */
final class Items {

	private static final String ID = "_id";

	private final MongoDatabase database;

	private final int batchSize;

	private final MongoFailures failures;

	Items(MongoDatabase database, int batchSize, MongoFailures failures) {
		this.database = database;
		this.batchSize = batchSize;
		this.failures = failures;
	}

	/** Stores a new item and gives the id that it got. */
	Mono<ObjectId> create(CollectionName collection, BsonDocument fields) {
		return Mono.defer(() -> {
			ObjectId id = new ObjectId();
			BsonDocument item = new BsonDocument(ID, new BsonObjectId(id));
			item.putAll(fields);
			return Mono.from(this.database.getCollection(collection.value(), BsonDocument.class).insertOne(item))
				.thenReturn(id);
		}).onErrorMap((failure) -> this.failures.translate(failure, "/data"));
	}

	/** One item, or nothing. */
	Mono<Item> get(CollectionName collection, ObjectId id) {
		return find(collection, new BsonDocument(ID, new BsonObjectId(id)), new BsonDocument(), 1).next();
	}

	/**
	 * Streams items. At most one batch waits in memory; the next is fetched when the
	 * reader has taken it, and a cancel closes the cursor.
	 * @param limit how many at most
	 */
	Flux<Item> find(CollectionName collection, BsonDocument filter, BsonDocument sort, int limit) {
		return Flux
			.from(this.database.getCollection(collection.value(), RawBsonDocument.class)
				.find(filter)
				.sort(sort)
				.limit(limit)
				.batchSize(Math.min(limit, this.batchSize))
				.maxTime(this.failures.operationTimeout().toMillis(), TimeUnit.MILLISECONDS))
			.map(Item::new)
			.onErrorMap((failure) -> this.failures.translate(failure, "/filter"));
	}

	/** Sets fields of an item and tells whether there is such an item. */
	Mono<Boolean> update(CollectionName collection, ObjectId id, BsonDocument changes) {
		Bson update = new BsonDocument("$set", changes);
		return Mono.from(this.database.getCollection(collection.value()).updateOne(Filters.eq(id), update))
			.map((result) -> result.getMatchedCount() > 0)
			.onErrorMap((failure) -> this.failures.translate(failure, "/data"));
	}

	/** Deletes an item and tells whether there was such an item. */
	Mono<Boolean> delete(CollectionName collection, ObjectId id) {
		return Mono.from(this.database.getCollection(collection.value()).deleteOne(Filters.eq(id)))
			.map((result) -> result.getDeletedCount() > 0)
			.onErrorMap((failure) -> this.failures.translate(failure, "/item_id"));
	}

	/** The ids between two, both included, in their order. */
	Flux<ObjectId> ids(CollectionName collection, ObjectId first, ObjectId last, int limit) {
		return Flux
			.from(this.database.getCollection(collection.value())
				.find(Filters.and(Filters.gte(ID, first), Filters.lte(ID, last)))
				.projection(Projections.include(ID))
				.sort(Sorts.ascending(ID))
				.limit(limit)
				.batchSize(limit)
				.maxTime(this.failures.operationTimeout().toMillis(), TimeUnit.MILLISECONDS))
			.map((item) -> item.getObjectId(ID))
			.onErrorMap((failure) -> this.failures.translate(failure, "/item_id"));
	}

	/** The collections that callers may name. */
	Flux<CollectionName> collections() {
		return Flux.from(this.database.listCollectionNames())
			.filter(CollectionName::isAllowed)
			.map(CollectionName::new)
			.onErrorMap((failure) -> this.failures.translate(failure, ""));
	}

}
