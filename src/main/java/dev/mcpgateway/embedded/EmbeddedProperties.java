package dev.mcpgateway.embedded;

import java.nio.file.Path;

import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The servers that start by themselves where none is configured.
 *
 * @param enabled whether they may start at all
 * @param dataDirectory where they keep their data; relative to the working directory
 * unless absolute. A string and not a {@link Path}, because binding a relative
 * {@code Path} prefers a class path folder of that name
 */
@Validated
@ConfigurationProperties("gateway.embedded")
record EmbeddedProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("./data") @NotBlank String dataDirectory) {

	/**
	 * The data directory as configured.
	 * @return a path that may be relative
	 */
	Path path() {
		return Path.of(this.dataDirectory);
	}

}
