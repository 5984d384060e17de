package dev.mcpgateway.web;

import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of the bodies of requests and of responses.
 *
 * @param maxBodySize how large one may be
 * @param bodyMemory what all that are read or worked on may take together, in the whole
 * process
 * @param bodyTimeout how long one may take to arrive
 * @param maxDepth how deep JSON may nest
 * @param maxTokens how many tokens (values, names, brackets) JSON may have
 * @param maxUnreadSize how many bytes of large responses all clients together may leave
 * unread
 */
@Validated
@ConfigurationProperties("gateway.http")
public record HttpProperties(@DefaultValue("4MB") DataSize maxBodySize, @DefaultValue("64MB") DataSize bodyMemory,
		@DefaultValue("30s") @DurationMin(millis = 1) Duration bodyTimeout,
		@DefaultValue("100") @Min(1) @Max(1000) int maxDepth, @DefaultValue("100000") @Min(100) int maxTokens,
		@DefaultValue("64MB") DataSize maxUnreadSize) {

	/** Else a body that is not too large might never find room. */
	private static final int BODIES = 8;

	/** Whether the largest body fits, with what it is parsed into. */
	@AssertTrue(message = "must be at least eight times gateway.http.max-body-size")
	public boolean isBodyMemory() {
		return this.bodyMemory.toBytes() / BODIES >= this.maxBodySize.toBytes();
	}

}
