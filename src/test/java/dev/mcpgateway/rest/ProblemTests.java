package dev.mcpgateway.rest;

import java.util.List;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.GatewayTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failures before the first byte.
 */
@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class ProblemTests {

	private final GatewayClient client;

	ProblemTests(@LocalServerPort int port) {
		this.client = new GatewayClient(port);
	}

	@ParameterizedTest
	@CsvSource({ "unknown,404,unknown-tool", "arguments,400,invalid-arguments", "absent,404,not-found",
			"refused,422,tool-execution-failed", "unavailable,503,backend-unavailable", "failed,502,backend-failed",
			"overloaded,429,overloaded", "late,504,deadline-exceeded", "stopping,503,gateway-stopping",
			"range,416,range-not-satisfiable", "bug,500,internal-error" })
	void eachFailureHasItsStatusAndKind(String kind, int status, String slug) {
		for (String tool : List.of("fail_single", "fail_first", "fail_blocking")) {
			for (String accept : List.of("*/*", "application/x-ndjson;profile=events")) {
				Answer answer = this.client.call(tool, "{\"kind\": \"" + kind + "\"}", "Accept", accept);
				assertThat(answer.status()).isEqualTo(status);
				assertThat(answer.problem()).isEqualTo(slug);
				assertThat(answer.json().get("status").intValue()).isEqualTo(status);
				assertThat(answer.json().get("title").stringValue()).isNotEmpty();
				assertThat(answer.json().get("detail").stringValue()).isNotEmpty();
				assertThat(answer.text()).doesNotContain("hunter2", "Exception", "dev.mcpgateway");
			}
		}
	}

	@Test
	void anOverloadSaysWhenToTryAgain() {
		assertThat(this.client.call("fail_single", "{\"kind\": \"overloaded\"}").header("Retry-After")).isEqualTo("7");
	}

	@Test
	void aBugTellsOnlyWhereToFindIt(CapturedOutput output) {
		Answer answer = this.client.call("fail_single", "{\"kind\": \"bug\"}");
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("type", "title", "status", "detail",
				"traceId");
		assertThat(output.getAll()).contains("Trace id " + answer.json().get("traceId").stringValue());
	}

	@Test
	void anExpectedFailureIsNoErrorInTheLog(CapturedOutput output) {
		this.client.call("fail_single", "{\"kind\": \"refused\"}");
		this.client.call("fail_later", "{\"kind\": \"absent\"}");
		this.client.call("missing", "{}");
		this.client.get("/nowhere");
		assertThat(output.getAll()).doesNotContain("ERROR").doesNotContain("WARN");
	}

	@Test
	void anUnknownToolIsNamed() {
		Answer answer = this.client.call("missing", "{}");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.problem()).isEqualTo("unknown-tool");
		assertThat(answer.json().get("detail").stringValue()).isEqualTo("Unknown tool: missing");
	}

	@Test
	void aToolNameOfAnyLengthIsAnsweredShortly() {
		Answer answer = this.client.call("x".repeat(500_000), "{}");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.body()).hasSizeLessThan(500);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{}|/name,/person", "{\"name\":\"A\"}|/person",
					"{\"name\":\"\",\"person\":{\"name\":\"B\"}}|/name",
					"{\"name\":\"abcdef\",\"person\":{\"name\":\"B\"}}|/name",
					"{\"name\":1,\"person\":{\"name\":\"B\"}}|/name", "{\"name\":\"A\",\"person\":{}}|/person/name",
					"{\"name\":\"A\",\"person\":{\"name\":\"B\",\"age\":\"x\"}}|/person/age",
					"{\"name\":\"A\",\"person\":{\"name\":\"B\"},\"nmae\":1}|/nmae",
					"{\"name\":\"A\",\"person\":{\"name\":\"B\"},\"a/b~c\":1}|/a~1b~0c",
					"{\"name\":null,\"person\":[]}|/name,/person" })
	void argumentsThatBreakTheSchemaArePointedAt(String arguments, String pointers) {
		Answer answer = this.client.call("person", arguments);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.problem()).isEqualTo("invalid-arguments");
		assertThat(answer.json().get("errors").valueStream().map((each) -> each.get("pointer").stringValue()))
			.containsExactlyInAnyOrder(pointers.split(","));
		assertThat(answer.json().get("errors").valueStream().map((each) -> each.get("detail").stringValue()))
			.allMatch((detail) -> !detail.isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e1000000000", "1e30", "99999999999999999999", "0", "1000001", "1.5", "\"3\"" })
	void aNumberOutOfBoundsIsPointedAt(String number) {
		Answer answer = this.client.call("count", "{\"to\": " + number + "}");
		assertThat(answer.status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"tool\":\"echo\",\"arguments\":{}}|/tool",
			"{\"tool_name\":\"echo\",\"argument\":{}}|/argument", "{\"tool_name\":\"echo\",\"a/b~c\":{}}|/a~1b~0c",
			"{\"arguments\":{}}|/tool_name", "{\"tool_name\":1}|/tool_name", "{\"tool_name\":null}|/tool_name",
			"{\"tool_name\":\"\"}|/tool_name", "{\"tool_name\":\"echo\",\"arguments\":[]}|/arguments",
			"{\"tool_name\":\"echo\",\"arguments\":\"x\"}|/arguments" })
	void membersOfTheRequestArePointedAt(String body, String pointer) {
		Answer answer = this.client.post("/api/mcp/tool", body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.problem()).isEqualTo("malformed-request");
		assertThat(answer.json().at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
	}

	@Test
	void anUnknownMemberIsNamedWithTheKnownOnes() {
		assertThat(this.client.post("/api/mcp/tool", "{\"tool\": \"echo\"}").json().get("detail").stringValue())
			.isEqualTo("Unknown member 'tool'; this request has [arguments, tool_name].");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nope", "[]", "\"x\"", "null", "1", "{\"tool_name\":\"echo\"",
			"{\"tool_name\":\"echo\"} x" })
	void whatIsNoJsonObjectIsMalformed(String body) {
		for (String path : List.of("/api/mcp/tool", "/api/mcp/resource")) {
			Answer answer = this.client.post(path, body);
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.problem()).isEqualTo("malformed-request");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data;boundary=x",
			"application/xml", "garbage", "application/", "/", "a/b/c", "application/json/x", ";", "application/jsonx",
			"text/json" })
	void anotherMediaTypeIsUnsupported(String type) {
		for (String path : List.of("/api/mcp/tool", "/api/mcp/resource")) {
			Answer answer = this.client.postAs(path, "{\"tool_name\":\"nothing\"}", "Content-Type", type);
			assertThat(answer.status()).isEqualTo(415);
			assertThat(answer.problem()).isEqualTo("unsupported-media-type");
		}
	}

	@Test
	void noMediaTypeIsUnsupported() {
		assertThat(this.client.postAs("/api/mcp/tool", "{\"tool_name\":\"nothing\"}").status()).isEqualTo(415);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "APPLICATION/JSON", "application/json; charset=utf-8",
			"application/vnd.api+json" })
	void jsonOfAnyNameIsTaken(String type) {
		assertThat(this.client.postAs("/api/mcp/tool", "{\"tool_name\":\"nothing\"}", "Content-Type", type).status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "GET,/api/mcp/tool,POST", "PUT,/api/mcp/tool,POST", "DELETE,/api/mcp/resource,POST",
			"OPTIONS,/api/mcp/tool,POST", "HEAD,/api/mcp/tool,POST", "TRACE,/api/mcp/tool,POST",
			"POST,/api/mcp/tools,GET", "DELETE,/api/mcp/tools/echo,GET", "PUT,/api/mcp/resources,GET",
			"POST,/health,GET" })
	void anotherMethodIsRefusedWithTheRightOnes(String method, String path, String allowed) {
		Answer answer = this.client.method(method, path);
		assertThat(answer.status()).isEqualTo(405);
		assertThat(answer.header("Allow")).contains(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/api", "/api/mcp", "/api/mcp/", "/api/mcp/tool/echo", "/nowhere", "/actuator",
			"/actuator/", "/../etc/passwd", "/application.yml", "/META-INF/MANIFEST.MF" })
	void anotherPathIsNotFound(String path) {
		Answer answer = this.client.get(path);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.text()).doesNotContain("dev.mcpgateway", "Exception", "springframework");
	}

}
