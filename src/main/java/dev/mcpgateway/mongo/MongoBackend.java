package dev.mcpgateway.mongo;

import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.mcpgateway.feature.Backend;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import reactor.core.publisher.Mono;

/**
 * MongoDB as the gateway's health sees it.
 */
final class MongoBackend implements Backend {

	private static final BsonDocument PING = new BsonDocument("ping", new BsonInt32(1));

	private final MongoDatabase database;

	MongoBackend(MongoDatabase database) {
		this.database = database;
	}

	@Override
	public String name() {
		return MongoFailures.BACKEND;
	}

	@Override
	public Mono<Void> ping() {
		return Mono.from(this.database.runCommand(PING)).then();
	}

}
