package dev.mcpgateway.annotation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of methods that may block.
 *
 * @param maxBlocking how many may run at once; one counts until it has returned, also
 * when nobody waits for it any more
 */
@Validated
@ConfigurationProperties("gateway.calls")
record BlockingProperties(@DefaultValue("256") @Min(1) @Max(100_000) int maxBlocking) {
}
