package dev.mcpgateway.postgres;

import java.time.Duration;

import dev.mcpgateway.source.BulkheadProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * PostgreSQL. Where it is, and how large the pool is, say the standard properties
 * {@code spring.r2dbc.*}.
 *
 * @param enabled whether its tools and resources exist
 * @param connectTimeout how long a new connection may take
 * @param statementTimeout how long a statement may run, but for those that stream
 * @param fetchSize how many rows a streaming statement fetches at a time
 * @param maxPromptCharacters how many characters of a document's content a prompt holds
 * @param migrate whether the gateway makes and updates its tables by itself
 * @param schema the schema of its tables, made when it is missing
 * @param formerSchema where version 0.1 made its tables, to have them moved to
 * {@code schema} once
 * @param migrationUrl the JDBC URL by which tables are made, when R2DBC's address cannot
 * be translated
 * @param documents which documents the tools offer
 * @param bulkhead how the connections are divided
 */
@Validated
@ConfigurationProperties("gateway.postgres")
record PostgresProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("2s") @DurationMin(millis = 1) Duration connectTimeout,
		@DefaultValue("30s") @DurationMin(millis = 1) Duration statementTimeout,
		@DefaultValue("500") @Min(1) int fetchSize,
		@DefaultValue("100000") @Min(1) @Max(10_000_000) int maxPromptCharacters, @DefaultValue("true") boolean migrate,
		@DefaultValue(GatewaySchema.DEFAULT) @Pattern(regexp = GatewaySchema.FORM) String schema,
		@Nullable String formerSchema, @Nullable @Pattern(regexp = "jdbc:postgresql:.+") String migrationUrl,
		@DefaultValue @Valid Documents documents, @DefaultValue @Valid BulkheadProperties bulkhead) {

	/**
	 * The documents that the tools offer.
	 *
	 * @param table a table or view of somebody else's, with its schema; the gateway's own
	 * when absent
	 */
	record Documents(@Nullable @Pattern(regexp = DocumentsTable.FORM) String table) {
	}

}
