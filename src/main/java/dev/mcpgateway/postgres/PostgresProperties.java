package dev.mcpgateway.postgres;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

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
 */
@Validated
@ConfigurationProperties("gateway.postgres")
record PostgresProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("2s") @DurationMin(millis = 1) Duration connectTimeout,
		@DefaultValue("30s") @DurationMin(millis = 1) Duration statementTimeout,
		@DefaultValue("500") @Min(1) int fetchSize,
		@DefaultValue("100000") @Min(1) @Max(10_000_000) int maxPromptCharacters,
		@DefaultValue("true") boolean migrate) {
}
