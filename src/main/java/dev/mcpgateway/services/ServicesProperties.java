package dev.mcpgateway.services;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The register of services.
 *
 * @param maxInfoSize how large the {@code info} of a service may be, as it is written
 * @param maxServices how many services may be registered
 * @param cacheMaxAge how long clients may keep an answer without asking again
 * @param timeout how long the store may take to answer
 */
@Validated
@ConfigurationProperties("gateway.services")
record ServicesProperties(@DefaultValue("16KB") DataSize maxInfoSize,
		@DefaultValue("10000") @Min(1) @Max(1_000_000) int maxServices,
		@DefaultValue("5s") @DurationMin(seconds = 0) @DurationMax(days = 1) Duration cacheMaxAge,
		@DefaultValue("5s") @DurationMin(millis = 1) @DurationMax(minutes = 5) Duration timeout) {
}
