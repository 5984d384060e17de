package dev.mcpgateway.arguments;

import java.nio.charset.StandardCharsets;

import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code gateway.results.max-size} bounds the bytes that are written, which is what
 * clients bound: several refuse an event of more than a mebibyte.
 */
@GatewayTest
@Import(ArgumentFeatures.class)
class ResultSizeTests {

	private static final int MEBIBYTE = 1024 * 1024;

	private final int port;

	ResultSizeTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "\\\"", "\\n", "\\u0001", "ä", "€", "😀", "a\\\"ä" })
	void aResultOfItemsIsNoLargerThanMaySaid(String letter) {
		String text = letter.repeat(2_000);
		for (Face face : new Face[] { Face.LEGACY, Face.MODERN }) {
			String response = face.call(this.port, "say_often", "{\"text\": \"%s\", \"times\": 900}".formatted(text));
			assertThat(bytes(response)).isBetween(MEBIBYTE - 100_000, MEBIBYTE);
			JsonNode result = JsonMapper.shared().readTree(response).path("result");
			assertThat(result.path("_meta").path("dev.mcpgateway/cut").path("items").asInt()).isPositive();
			assertThat(result.path("content").path(1).path("text").asString("")).startsWith("Result truncated after")
				.doesNotContain("/api/");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "LEGACY", "MODERN" })
	void aResultOfContentIsNoLargerEither(Face face) {
		String response = face.call(this.port, "say_aloud",
				"{\"text\": \"%s\", \"times\": 900}".formatted("\\\"ä".repeat(1_000)));
		assertThat(bytes(response)).isBetween(MEBIBYTE - 100_000, MEBIBYTE);
	}

	@ParameterizedTest
	@EnumSource(names = { "LEGACY", "MODERN" })
	void aSingleItemBeyondItIsRefused(Face face) {
		String text = "x".repeat(525_000);
		String fits = face.call(this.port, "titled", "{\"title\": \"%s\"}".formatted(text.substring(10_000)));
		assertThat(bytes(fits)).isBetween(1_000_000, MEBIBYTE);
		assertThat(fits).doesNotContain("isError");
		assertThat(face.call(this.port, "titled", "{\"title\": \"%s\"}".formatted(text))).contains("\"isError\":true",
				"larger than 1048576 bytes");
	}

	@ParameterizedTest
	@CsvSource({ "text/x/1040000,true", "text/x/1041000,false", "text/%22/520000,true", "text/%22/521000,false",
			"text/%C3%A4/1040000,true", "text/%C3%A4/1041000,false", "blob/x/780000,true", "blob/x/781000,false" })
	void aResourceIsNoLarger(String path, boolean fits) {
		String response = Face.LEGACY.request(this.port, "resources/read", "{\"uri\": \"said://%s\"}".formatted(path));
		assertThat(bytes(response)).isLessThanOrEqualTo(MEBIBYTE);
		if (fits) {
			assertThat(bytes(response)).isGreaterThan(1_000_000);
		}
		else {
			assertThat(response).contains("in a result, which may have 1040384").doesNotContain("/api/");
		}
	}

	private static int bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
