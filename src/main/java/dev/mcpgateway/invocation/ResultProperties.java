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
 * @param maxSize how many bytes one result may have as it is written, in UTF-8; the items
 * of a tool stand in it twice, as structured content and as text
 * @param maxSkipped how many items a page of a result may skip, of a tool that cannot go
 * on behind an item and produces them all again
 */
@Validated
@ConfigurationProperties("gateway.results")
public record ResultProperties(@DefaultValue("1000") @Min(1) @Max(1_000_000) int maxItems,
		@DefaultValue("1MB") DataSize maxSize, @DefaultValue("10000") @Min(0) @Max(10_000_000) int maxSkipped) {

	/** What a result has beside its items: names, the notice of a cut and its link. */
	private static final long FRAME = 8 * 1024;

	public ResultProperties {
		if (maxSize.toBytes() < 1024 || maxSize.toBytes() > Integer.MAX_VALUE / 4) {
			throw new IllegalArgumentException("gateway.results.max-size must be between 1KB and 511MB");
		}
	}

	/** How many bytes are left for contents, as they are written. */
	public long maxContentSize() {
		return this.maxSize.toBytes() - reserved();
	}

	/**
	 * How many of the bytes are kept for what is not the tool's: a small part of them.
	 */
	long reserved() {
		return Math.min(FRAME, this.maxSize.toBytes() / 4);
	}

}
