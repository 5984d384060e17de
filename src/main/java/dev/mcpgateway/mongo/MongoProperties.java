package dev.mcpgateway.mongo;

import java.time.Duration;

import dev.mcpgateway.source.BulkheadProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of what is asked of MongoDB. Where the server is stands in
 * {@code spring.mongodb.uri}; an option of that URI (a timeout, the size of the pool)
 * wins over the bound here that means the same.
 *
 * @param enabled whether there are tools and resources on MongoDB
 * @param database the database of the items; when absent {@value #OWN_DATABASE}, even if
 * the URI names another: that one holds somebody else's collections
 * @param connectTimeout how long a server is looked for, and then how long it may take to
 * accept a connection
 * @param operationTimeout how long the server may work on one call, a stream's pauses not
 * counted
 * @param maxConnections how many connections to a server may be open
 * @param acquireTimeout how long a call may wait for one of them; a stream waits anew for
 * each batch, so that a slow reader holds none
 * @param batchSize how many items of a stream are fetched at once. A stream holds one
 * batch in memory, which MongoDB bounds to 16 MiB.
 * @param bulkhead how the connections are divided
 */
@Validated
@ConfigurationProperties("gateway.mongo")
record MongoProperties(@DefaultValue("true") boolean enabled,
		@Nullable @Pattern(regexp = "[A-Za-z0-9_-]{1,63}") String database,
		@DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration connectTimeout,
		@DefaultValue("30s") @DurationMin(millis = 1) @DurationMax(hours = 1) Duration operationTimeout,
		@DefaultValue("20") @Min(1) @Max(1000) int maxConnections,
		@DefaultValue("10s") @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration acquireTimeout,
		@DefaultValue("128") @Min(1) @Max(1000) int batchSize, @DefaultValue @Valid BulkheadProperties bulkhead) {

	/** The database that belongs to the gateway. */
	static final String OWN_DATABASE = "mcp_gateway";

	MongoProperties {
		database = (database == null || database.isBlank()) ? null : database;
	}

}
