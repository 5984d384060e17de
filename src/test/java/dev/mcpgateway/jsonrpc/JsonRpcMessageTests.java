package dev.mcpgateway.jsonrpc;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.mcpgateway.json.StrictJsonReader;
import dev.mcpgateway.testing.RandomJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages are read and written without losing anything.
 */
class JsonRpcMessageTests {

	private static final int MESSAGES = 2000;

	private final StrictJsonReader json = new StrictJsonReader(100);

	private final RandomJson random = new RandomJson(7);

	@Test
	void requestsAndNotificationsSurviveARoundTripWithMembersThatNobodyKnows() {
		for (int i = 0; i < MESSAGES; i++) {
			ObjectNode params = this.random.message();
			JsonRpcMessage request = JsonRpcMessage
				.of(this.json.read(JsonRpcWriter.request(RequestId.of(i), "tools/call", params)));
			assertThat(request).isInstanceOfSatisfying(JsonRpcMessage.Request.class, (read) -> {
				assertThat(read.params()).hasToString(params.toString());
			});
			JsonRpcMessage notification = JsonRpcMessage
				.of(this.json.read(JsonRpcWriter.notification("notifications/x", params)));
			assertThat(notification).isInstanceOfSatisfying(JsonRpcMessage.Notification.class,
					(read) -> assertThat(read.params()).hasToString(params.toString()));
		}
	}

	@Test
	void resultsSurviveARoundTrip() {
		for (int i = 0; i < MESSAGES; i++) {
			ObjectNode result = this.random.message();
			byte[] written = JsonRpcWriter.result(RequestId.of(i), result.toString().getBytes(StandardCharsets.UTF_8));
			assertThat(JsonRpcMessage.of(this.json.read(written))).isInstanceOfSatisfying(JsonRpcMessage.Response.class,
					(read) -> assertThat(read.result()).hasToString(result.toString()));
		}
	}

	@Test
	void errorsSurviveARoundTripWithTheirData() {
		for (int i = 0; i < MESSAGES; i++) {
			JsonNode data = this.random.value(3);
			byte[] written = JsonRpcWriter.error(null, new JsonRpcError(-32000 - i, "wrong \"here\"", data));
			assertThat(JsonRpcMessage.of(this.json.read(written))).isInstanceOfSatisfying(JsonRpcMessage.Response.class,
					(read) -> assertThat(Objects.requireNonNull(read.error()).get("data"))
						.hasToString(data.toString()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "null", "[]", "{}", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}",
			"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\"}", "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"x\"}",
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", "{\"jsonrpc\":\"2.0\",\"id\":1}",
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1}}",
			"{\"jsonrpc\":\"2.0\",\"result\":{}}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":\"x\"}}" })
	void whatIsNoMessageIsAnInvalidRequest(String text) {
		assertThatExceptionOfType(JsonRpcException.class)
			.isThrownBy(() -> JsonRpcMessage.of(this.json.read(text.getBytes(StandardCharsets.UTF_8))))
			.satisfies((ex) -> assertThat(ex.error().code()).isEqualTo(JsonRpcError.INVALID_REQUEST));
	}

	@Test
	void aNumberAndAStringAreTwoIdentifiers() {
		JsonNode number = this.json.read("1".getBytes(StandardCharsets.UTF_8));
		JsonNode string = this.json.read("\"1\"".getBytes(StandardCharsets.UTF_8));
		assertThat(RequestId.of(number)).isNotEqualTo(RequestId.of(string));
	}

}
