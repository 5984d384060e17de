package dev.mcpgateway.invocation;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JsonSizeTests {

	private static final String LETTERS = "ab\"\\/\n\r\t\b\f\u0000\u001f\u007f\u0080äß€\u2028\uffff";

	@Test
	void sizesAreThoseOfWhatJacksonWrites() {
		Random random = new Random(1);
		for (int i = 0; i < 2_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int j = random.nextInt(40); j > 0; j--) {
				text.append(random.nextInt(6) == 0 ? "😀"
						: String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length()))));
			}
			String string = text.toString();
			assertThat(JsonSize.ofText(string)).isEqualTo(string.getBytes(StandardCharsets.UTF_8).length);
			assertThat(JsonSize.ofString(string)).isEqualTo(JsonMapper.shared().writeValueAsBytes(string).length - 2);
		}
	}

}
