package dev.mcpgateway.mongo;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.reactivestreams.Publisher;
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

	private final Bulkhead bulkhead;

	Items(MongoDatabase database, int batchSize, MongoFailures failures, Bulkhead bulkhead) {
		this.database = database;
		this.batchSize = batchSize;
		this.failures = failures;
		this.bulkhead = bulkhead;
	}

	/**
	 * One operation at a place of the source. The driver goes on with what is cancelled:
	 * its connection is free again, and so is the place, when it has ended.
	 */
	private <T> Mono<T> call(Supplier<Publisher<T>> operation) {
		return this.bulkhead.enter(Use.CALL)
			// Who has the place is not cancelled, and leaves it.
			.flatMap((place) -> Mono.<T>create((caller) -> Mono.defer(() -> Mono.from(operation.get()))
				.doFinally((signal) -> place.leave())
				.subscribe(caller::success, caller::error, caller::success)));
	}

	/** Stores a new item and gives the id that it got. */
	Mono<ObjectId> create(CollectionName collection, BsonDocument fields) {
		return Mono.defer(() -> {
			ObjectId id = new ObjectId();
			BsonDocument item = new BsonDocument(ID, new BsonObjectId(id));
			item.putAll(fields);
			return call(() -> this.database.getCollection(collection.value(), BsonDocument.class).insertOne(item))
				.thenReturn(id);
		}).onErrorMap((failure) -> this.failures.translate(failure, "/data"));
	}

	/** One item, or nothing. */
	Mono<Item> get(CollectionName collection, ObjectId id) {
		BsonDocument byId = new BsonDocument(ID, new BsonObjectId(id));
		return call(() -> bounded(collection, byId).first()).map(Item::new)
			.onErrorMap((failure) -> this.failures.translate(failure, "/filter"));
	}

	private FindPublisher<RawBsonDocument> bounded(CollectionName collection, BsonDocument filter) {
		return this.database.getCollection(collection.value(), RawBsonDocument.class)
			.find(filter)
			.maxTime(this.failures.operationTimeout().toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Streams items. At most one batch waits in memory; the next is fetched when the
	 * reader has taken it, and a cancel closes the cursor. Between batches a stream holds
	 * no connection, but its place: what waits in memory is bounded by that.
	 * @param limit how many at most
	 */
	Flux<Item> find(CollectionName collection, BsonDocument filter, BsonDocument sort, int limit) {
		return this.bulkhead.at(Use.STREAM,
				() -> bounded(collection, filter).sort(sort).limit(limit).batchSize(Math.min(limit, this.batchSize)))
			.map(Item::new)
			.onErrorMap((failure) -> this.failures.translate(failure, "/filter"));
	}

	/** Sets fields of an item and tells whether there is such an item. */
	Mono<Boolean> update(CollectionName collection, ObjectId id, BsonDocument changes) {
		Bson update = new BsonDocument("$set", changes);
		return call(() -> this.database.getCollection(collection.value()).updateOne(Filters.eq(id), update))
			.map((result) -> result.getMatchedCount() > 0)
			.onErrorMap((failure) -> this.failures.translate(failure, "/data"));
	}

	/** Deletes an item and tells whether there was such an item. */
	Mono<Boolean> delete(CollectionName collection, ObjectId id) {
		return call(() -> this.database.getCollection(collection.value()).deleteOne(Filters.eq(id)))
			.map((result) -> result.getDeletedCount() > 0)
			.onErrorMap((failure) -> this.failures.translate(failure, "/item_id"));
	}

	/** The ids between two, both included, in their order. */
	Flux<ObjectId> ids(CollectionName collection, ObjectId first, ObjectId last, int limit) {
		return call(() -> Flux
			.from(this.database.getCollection(collection.value())
				.find(Filters.and(Filters.gte(ID, first), Filters.lte(ID, last)))
				.projection(Projections.include(ID))
				.sort(Sorts.ascending(ID))
				.limit(limit)
				.batchSize(limit)
				.maxTime(this.failures.operationTimeout().toMillis(), TimeUnit.MILLISECONDS))
			.collectList()).flatMapIterable(Function.identity())
			.map((item) -> item.getObjectId(ID))
			.onErrorMap((failure) -> this.failures.translate(failure, "/item_id"));
	}

	/** The collections that callers may name. */
	Flux<CollectionName> collections() {
		return call(() -> Flux.from(this.database.listCollectionNames()).collectList())
			.flatMapIterable(Function.identity())
			.filter(CollectionName::isAllowed)
			.map(CollectionName::new)
			.onErrorMap((failure) -> this.failures.translate(failure, ""));
	}

}
