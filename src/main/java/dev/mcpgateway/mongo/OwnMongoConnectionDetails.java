package dev.mcpgateway.mongo;

import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;

/**
 * Where a MongoDB server is that belongs to the gateway alone. A database in its
 * connection string is the gateway's own.
 */
public interface OwnMongoConnectionDetails extends MongoConnectionDetails {

}
