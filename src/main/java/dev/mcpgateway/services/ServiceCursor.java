package dev.mcpgateway.services;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import dev.mcpgateway.failure.InvalidArgumentsException;

/**
 * Where a page of services ends, in a form that says nothing to its holder.
 */
final class ServiceCursor {

	private ServiceCursor() {
	}

	static String encode(ServiceId last) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(last.value().getBytes(StandardCharsets.US_ASCII));
	}

	static ServiceId decode(String cursor) {
		return decoded(cursor).flatMap(ServiceId::parse)
			.orElseThrow(() -> new InvalidArgumentsException("/cursor", "Not a cursor of this list."));
	}

	private static Optional<String> decoded(String cursor) {
		try {
			return Optional.of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

}
