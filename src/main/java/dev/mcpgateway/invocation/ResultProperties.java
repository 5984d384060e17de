package dev.mcpgateway.invocation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of an answer that is one message rather than a stream.
 *
 * @param maxItems how many items of a streaming tool one result may hold
 * @param maxSize how many bytes the items and contents of one result may have
 */
@Validated
@ConfigurationProperties("gateway.results")
public record ResultProperties(@DefaultValue("1000") @Min(1) @Max(1_000_000) int maxItems,
		@DefaultValue("1MB") DataSize maxSize) {

	public ResultProperties {
		if (maxSize.toBytes() < 1024 || maxSize.toBytes() > Integer.MAX_VALUE / 4) {
			throw new IllegalArgumentException("gateway.results.max-size is to be between 1KB and 511MB");
		}
	}

}
