package dev.mcpgateway.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of a request.
 *
 * @param maxBodySize how large an ordinary body may be
 * @param maxUploadSize how large the body of a call may be whose tool takes large input
 * @param maxConcurrentUploads how many bodies larger than {@code maxBodySize} may be held
 * at once
 * @param maxDepth how deep JSON may nest
 */
@Validated
@ConfigurationProperties("gateway.http")
public record HttpProperties(@DefaultValue("1MB") DataSize maxBodySize, @DefaultValue("16MB") DataSize maxUploadSize,
		@DefaultValue("4") @Min(0) int maxConcurrentUploads, @DefaultValue("100") @Min(1) @Max(1000) int maxDepth) {

	public HttpProperties {
		if (maxUploadSize.compareTo(maxBodySize) < 0) {
			maxUploadSize = maxBodySize;
		}
	}

}
