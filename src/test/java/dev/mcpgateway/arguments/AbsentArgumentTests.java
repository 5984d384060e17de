package dev.mcpgateway.arguments;

import java.util.Objects;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Models and SDKs send {@code null} for what they leave out, and {@code 1.0} for 1.
 */
@GatewayTest
@Import(ArgumentFeatures.class)
class AbsentArgumentTests {

	private final int port;

	private final GatewayClient client;

	AbsentArgumentTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new GatewayClient(port);
	}

	@ParameterizedTest
	@EnumSource
	void aNullForAnOptionalArgumentIsNothing(Face face) {
		JsonNode said = said(face, """
				{"text": "x", "maybe": null, "perhaps": null, "number": null, "place": null, "places": null}""");
		assertThat(said.path("number").asInt()).isEqualTo(7);
		assertThat(said.path("text").asString("")).isEqualTo("x");
		assertThat(said.path("maybe").isNull()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void aNullInARecordIsNothing(Face face) {
		JsonNode said = said(face, """
				{"text": "x", "place": {"city": "Ulm", "street": null, "number": null},
				 "places": [{"city": "Bonn", "street": null}]}""");
		assertThat(said.path("place").path("city").asString("")).isEqualTo("Ulm");
		assertThat(said.path("places").get(0).path("city").asString("")).isEqualTo("Bonn");
	}

	@ParameterizedTest
	@EnumSource
	void aNullForARequiredArgumentIsRequired(Face face) {
		assertThat(face.call(this.port, "say", "{\"text\": null}")).contains("/text", "is required");
		assertThat(face.call(this.port, "say", "{\"text\": \"x\", \"place\": {\"city\": null}}"))
			.contains("/place/city", "is required");
		assertThat(face.call(this.port, "say", "{}")).contains("/text", "is required");
	}

	@ParameterizedTest
	@EnumSource
	void aNullThatTheSchemaAllowsIsANull(Face face) {
		assertThat(face.call(this.port, "repeat_any", "{\"data\": null}")).contains("{\"data\":null}");
		assertThat(face.call(this.port, "repeat_object", "{\"data\": {\"a\": null, \"b\": [null]}}"))
			.contains("{\"a\":null,\"b\":[null]}");
		assertThat(face.call(this.port, "repeat_map", "{\"data\": {\"a\": null}}")).contains("{\"a\":null}");
	}

	@ParameterizedTest
	@EnumSource
	void aNullUnderAMisspeltNameIsRefused(Face face) {
		assertThat(face.call(this.port, "say", "{\"text\": \"x\", \"mabye\": null}")).contains("/mabye");
	}

	@ParameterizedTest
	@EnumSource
	void aWholeNumberIsAnIntegerHoweverItIsWritten(Face face) {
		for (String number : new String[] { "7.0", "0.7e1", "70e-1" }) {
			JsonNode said = said(face,
					"{\"text\": \"x\", \"number\": %s, \"place\": {\"city\": \"Ulm\", \"number\": %s}}"
						.formatted(number, number));
			assertThat(said.path("number").asInt()).isEqualTo(7);
			assertThat(said.path("place").path("number").asInt()).isEqualTo(7);
		}
		assertThat(said(face, "{\"text\": \"x\", \"number\": 1e2}").path("number").asInt()).isEqualTo(100);
		assertThat(face.call(this.port, "say", "{\"text\": \"x\", \"number\": 1.01e2}")).contains("/number", "maximum");
		assertThat(face.call(this.port, "say", "{\"text\": \"x\", \"number\": 7.5}")).contains("/number", "integer");
		assertThat(face.call(this.port, "count", "{\"to\": 2.0, \"delay_ms\": 0.0}")).contains("{\"count\":2}");
	}

	@ParameterizedTest
	@EnumSource
	void whatMustNotBeBlankIsSaidInWords(Face face) {
		assertThat(face.call(this.port, "titled", "{\"title\": \" \"}")).contains("/title", "must not be blank")
			.doesNotContain("\\\\S");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'', delimiter = '|',
			value = { "tools/list|{\"cursor\": null}", "tools/list|{\"cursor\": \"\"}",
					"resources/list|{\"cursor\": \"\"}", "prompts/list|{\"cursor\": \"\"}",
					"resources/templates/list|{\"cursor\": \"\"}",
					"completion/complete|{\"ref\": {\"type\": \"ref/prompt\", \"name\": \"words\"}, \"argument\": "
							+ "{\"name\": \"word\", \"value\": \"a\"}, \"context\": null}",
					"completion/complete|{\"ref\": {\"type\": \"ref/prompt\", \"name\": \"words\"}, \"argument\": "
							+ "{\"name\": \"word\", \"value\": \"a\"}, \"context\": {\"arguments\": null}}",
					"completion/complete|{\"ref\": {\"type\": \"ref/prompt\", \"name\": \"words\"}, \"argument\": "
							+ "{\"name\": \"word\", \"value\": \"a\"}, \"context\": {\"arguments\": {\"x\": null}}}" })
	void aNullOrEmptyParameterIsNothing(String method, String params) {
		for (Face face : new Face[] { Face.LEGACY, Face.MODERN }) {
			JsonNode response = JsonMapper.shared().readTree(face.request(this.port, method, params));
			assertThat(response.path("error").toString()).isEmpty();
			assertThat(response.has("result")).isTrue();
		}
	}

	@Test
	void nullParametersAreNone() {
		assertThat(Face.LEGACY.request(this.port, "tools/list", "null")).contains("\"tools\"");
		assertThat(Face.LEGACY.request(this.port, "tools/list", "{\"_meta\": null}")).contains("\"tools\"");
		assertThat(Face.LEGACY.request(this.port, "ping", "null")).contains("\"result\"");
		assertThat(Face.LEGACY.request(this.port, "tools/call", """
				{"name": "count", "arguments": {"to": 1, "delay_ms": null}, "_meta": {"progressToken": null}}"""))
			.contains("{\\\"count\\\":1}");
	}

	@ParameterizedTest
	@EnumSource
	void nullArgumentsAreNone(Face face) {
		assertThat(face.call(this.port, "nothing", "null")).doesNotContain("error", "isError");
		assertThat(face.call(this.port, "say", "null")).contains("/text", "is required");
	}

	@ParameterizedTest
	@EnumSource
	void argumentsInQuotesAreRefusedWithTheRemedy(Face face) {
		assertThat(face.call(this.port, "echo", "\"{}\"")).contains("'arguments' must be an object",
				"send it without quotes");
		assertThat(face.call(this.port, "echo", "[]")).contains("'arguments' must be an object.");
	}

	@Test
	void aPromptsNullArgumentIsNothing() {
		String params = "{\"name\": \"salute\", \"arguments\": {\"name\": \"Ann\", \"title\": null}}";
		assertThat(Face.LEGACY.request(this.port, "prompts/get", params)).contains("Hello Ann");
		assertThat(Face.LEGACY.request(this.port, "prompts/get", params.replace("\"Ann\"", "null"))).contains("/name",
				"is required");
	}

	@Test
	void aNullParameterOfATemplateIsNone() {
		assertThat(this.client
			.post("/api/mcp/resource", "{\"uri\": \"sample://numbers/{number}\", \"params\": {\"number\": null}}")
			.text()).contains("/params/number", "needs a value");
		assertThat(this.client.post("/api/mcp/resource", "{\"uri\": \"example://hello\", \"params\": null}").status())
			.isEqualTo(200);
	}

	private JsonNode said(Face face, String arguments) {
		JsonNode response = JsonMapper.shared().readTree(face.call(this.port, "say", arguments));
		return (face == Face.REST) ? response
				: Objects.requireNonNull(response.path("result").get("structuredContent"), response::toString);
	}

}
