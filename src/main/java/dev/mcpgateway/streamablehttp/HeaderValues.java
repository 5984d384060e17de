package dev.mcpgateway.streamablehttp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Values of the headers that repeat a part of the body (2026-07-28, Value Encoding).
 */
final class HeaderValues {

	private static final String PREFIX = "=?base64?";

	private static final String SUFFIX = "?=";

	/** The JDK's decoder would take a value without its padding too. */
	private static final Pattern BASE64 = Pattern
		.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");

	private HeaderValues() {
	}

	/**
	 * Decodes a value.
	 * @return the text that it stands for; nothing when it has characters that a header
	 * may not have, or claims an encoding that it is not in
	 */
	static Optional<String> decode(String value) {
		if (!value.chars().allMatch((c) -> (c >= 0x20 && c <= 0x7E) || c == '\t')) {
			return Optional.empty();
		}
		boolean encoded = value.startsWith(PREFIX) && value.endsWith(SUFFIX)
				&& value.length() >= PREFIX.length() + SUFFIX.length();
		return encoded ? decodeBase64(value.substring(PREFIX.length(), value.length() - SUFFIX.length()))
				: Optional.of(value);
	}

	private static Optional<String> decodeBase64(String base64) {
		if (!BASE64.matcher(base64).matches()) {
			return Optional.empty();
		}
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
			return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
		}
		catch (IllegalArgumentException | CharacterCodingException ex) {
			return Optional.empty();
		}
	}

}
