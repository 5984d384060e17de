package dev.mcpgateway.arguments;

import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbers come back as they were sent, whatever their size.
 */
@GatewayTest
@Import(ArgumentFeatures.class)
class ExactNumberTests {

	private final int port;

	ExactNumberTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.1234567890123456789012345", "12345678901234567890123", "1E+400", "-1E-400", "1.10",
			"0.1", "100", "-9007199254740993", "9007199254740993.5", "3.0" })
	void aNumberComesBackAsItCame(String number) {
		String data = "{\"n\":%s,\"deep\":[{\"n\":%s}]}".formatted(number, number);
		String arguments = "{\"data\": %s}".formatted(data);
		for (Face face : Face.values()) {
			for (String tool : new String[] { "repeat_object", "repeat_any", "repeat_map" }) {
				assertThat(face.call(this.port, tool, arguments)).contains(data);
			}
			assertThat(face.call(this.port, "repeat_each",
					"{\"data\": {\"a\": %s, \"b\": [%s]}}".formatted(number, number)))
				.contains("[" + number + "]")
				.doesNotContain("Infinity");
		}
	}

	@Test
	void aNumberWithoutEndIsRefused() {
		for (Face face : Face.values()) {
			for (String number : new String[] { "1" + "0".repeat(1_000), "1e1000000", "0." + "1".repeat(1_000) }) {
				assertThat(face.call(this.port, "repeat_any", "{\"data\": " + number + "}")).contains("limit");
			}
		}
	}

	@Test
	void aLargeNumberDoesNotGrowWhenItIsWritten() {
		String many = "[" + "1e1000,".repeat(1_000) + "1]";
		for (Face face : Face.values()) {
			assertThat(face.call(this.port, "repeat_any", "{\"data\": " + many + "}")).hasSizeLessThan(40_000)
				.contains("1E+1000");
		}
	}

}
