package dev.mcpgateway.streamablehttp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of headers that repeat the body (2026-07-28, Value Encoding).
 */
class HeaderValuesTests {

	@ParameterizedTest
	@ValueSource(strings = { "us-west1", "Hello, World", "=?base64?", "?=", "=?BASE64?SGVsbG8=?=", "=?base64?SGVsbG8=",
			"SGVsbG8=?=", "" })
	void whatDoesNotCarryBothMarksIsTakenAsItStands(String value) {
		assertThat(HeaderValues.decode(value)).contains(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Hello", "Hello, 世界", " padded ", "line1\nline2", "=?base64?literal?=", "" })
	void anEncodedValueIsDecoded(String value) {
		String encoded = "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
				+ "?=";
		assertThat(HeaderValues.decode(encoded)).contains(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "=?base64?SGVsbG8?=", "=?base64?SGVs!!!bG8=?=", "=?base64?SGVsbG8==?=", "=?base64?=?=",
			"=?base64?SGVs bG8=?=", "=?base64?_-8=?=", "=?base64?gICA?=" })
	void whatIsBadlyEncodedIsRefused(String value) {
		assertThat(HeaderValues.decode(value)).isEmpty();
	}

	@Test
	void charactersThatNoHeaderMayHaveAreRefused() {
		assertThat(HeaderValues.decode("w\u00F6rld")).isEmpty();
		assertThat(HeaderValues.decode("a\u0007b")).isEmpty();
	}

}
