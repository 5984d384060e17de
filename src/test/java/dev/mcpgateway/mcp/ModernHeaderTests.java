package dev.mcpgateway.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers say what the body says (2026-07-28, Request Metadata).
 */
@GatewayTest
class ModernHeaderTests {

	private final int port;

	ModernHeaderTests(@LocalServerPort int port) {
		this.port = port;
	}

	@Test
	@Requirement("2026-http-version-header")
	void aRequestWithoutVersionHeaderIsRefused() {
		assertMismatch(echo().without("MCP-Protocol-Version"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2025-11-25", "2099-01-01", "2026-07-29" })
	@Requirement("2026-http-version-header-matches")
	void anotherVersionThanTheBodysIsRefused(String version) {
		assertMismatch(echo().header("MCP-Protocol-Version", version));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Mcp-Method", "Mcp-Name" })
	@Requirement("2026-http-standard-headers")
	void theStandardHeadersAreRequired(String header) {
		assertMismatch(echo().header("Mcp-Name", "echo").without(header));
	}

	@Test
	@Requirement("2026-http-standard-headers")
	void theNameIsRequiredOfReadsAndPromptsToo() {
		McpRequest read = McpRequest.modern(this.port, "resources/read").param("uri", "example://hello");
		assertMismatch(read.header("Mcp-Name", "x").without("Mcp-Name"));
		McpRequest prompt = McpRequest.modern(this.port, "prompts/get").call("greet", "{\"name\": \"A\"}");
		assertMismatch(prompt.header("Mcp-Name", "x").without("Mcp-Name"));
	}

	@ParameterizedTest
	@CsvSource({ "Mcp-Method,tools/list", "Mcp-Method,TOOLS/CALL", "Mcp-Method,tools/call/", "Mcp-Name,count",
			"Mcp-Name,Echo", "Mcp-Name,echo/x" })
	@Requirement({ "2026-http-header-matches", "2026-http-header-mismatch" })
	void whatTheBodyDoesNotSayIsRefused(String header, String value) {
		assertMismatch(echo().header(header, value));
	}

	@Test
	@Requirement({ "2026-http-header-matches", "2026-http-header-mismatch" })
	void aReadOfAnotherResourceIsRefused() {
		assertMismatch(McpRequest.modern(this.port, "resources/read")
			.param("uri", "example://hello")
			.header("Mcp-Name", "sample://bytes"));
		assertMismatch(McpRequest.modern(this.port, "prompts/get")
			.call("greet", "{\"name\": \"A\"}")
			.header("Mcp-Name", "media"));
	}

	@ParameterizedTest
	@CsvSource({ "mcp-protocol-version,MCP-METHOD,mcp-name", "MCP-PROTOCOL-VERSION,mcp-method,MCP-NAME",
			"Mcp-Protocol-Version,mCP-mETHOD,mCP-nAME" })
	@Requirement("2026-http-header-names")
	void theNamesOfHeadersMayBeWrittenAnyway(String version, String method, String name) throws IOException {
		String body = echo().body().toString();
		assertThat(raw(body, version + ": 2026-07-28", method + ": tools/call", name + ": echo"))
			.startsWith("HTTP/1.1 200 ");
	}

	@Test
	@Requirement("2026-http-base64-decoded")
	void anEncodedValueIsDecodedBeforeItIsCompared() {
		assertTaken(echo().header("Mcp-Name", encoded("echo")));
		assertTaken(mirrored("{\"region\": \"Hello, 世界\"}").header("Mcp-Param-Region", encoded("Hello, 世界")));
		assertTaken(mirrored("{\"region\": \" padded \"}").header("Mcp-Param-Region", encoded(" padded ")));
		assertTaken(mirrored("{\"region\": \"a\\nb\"}").header("Mcp-Param-Region", encoded("a\nb")));
		assertTaken(mirrored("{\"region\": \"=?base64?x?=\"}").header("Mcp-Param-Region", encoded("=?base64?x?=")));
		assertMismatch(echo().header("Mcp-Name", encoded("count")));
		assertMismatch(mirrored("{\"region\": \"a\"}").header("Mcp-Param-Region", encoded("b")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "=?BASE64?ZWNobw==?=", "=?Base64?ZWNobw==?=", "?base64?ZWNobw==?=", "=?base64?ZWNobw==",
			"=?base64?ZWNobw==?", "=?base64?ZWNobw?=", "=?base64?ZWN!bw==?=", "=?base64?ZWNobw===?=",
			"=?base64?/w==?=" })
	@Requirement("2026-http-base64-markers")
	void onlyTheExactMarkersEncode(String value) {
		assertMismatch(echo().header("Mcp-Name", value));
		assertMismatch(mirrored("{\"region\": \"echo\"}").header("Mcp-Param-Region", value));
	}

	@Test
	@Requirement("2026-http-base64-markers")
	void whatOnlyLooksEncodedIsItself() {
		assertTaken(
				mirrored("{\"region\": \"=?BASE64?ZWNobw==?=\"}").header("Mcp-Param-Region", "=?BASE64?ZWNobw==?="));
		assertTaken(mirrored("{\"region\": \"=?base64?ZWNobw==\"}").header("Mcp-Param-Region", "=?base64?ZWNobw=="));
	}

	@Test
	@Requirement("2026-http-param-matches")
	void argumentsThatFitTheirHeadersAreTaken() {
		assertTaken(mirrored("{\"region\": \"us-west1\", \"retries\": -7, \"dry\": true}")
			.header("Mcp-Param-Region", "us-west1")
			.header("Mcp-Param-Retries", "-7")
			.header("mcp-param-dry-run", "true"));
		assertTaken(mirrored("{\"retries\": 42}").header("Mcp-Param-Retries", "42.0"));
		assertTaken(mirrored("{\"region\": \"\"}").header("Mcp-Param-Region", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "{\"region\": \"a\"};Region;b", "{\"region\": \"a\"};Region;A", "{\"retries\": 42};Retries;43",
					"{\"retries\": 42};Retries;x", "{\"dry\": true};Dry-Run;false", "{\"dry\": true};Dry-Run;TRUE",
					"{};Region;a", "{\"region\": null};Region;null" })
	@Requirement({ "2026-http-param-matches", "2026-http-param-mismatch" })
	void argumentsThatDoNotFitAreRefused(String arguments, String header, String value) {
		assertMismatch(mirrored(arguments).header("Mcp-Param-" + header, value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "9007199254740992", "-9007199254740993", "99999999999999999999" })
	@Requirement("2026-param-header-safe-integers")
	void anIntegerThatNotEveryReaderTellsApartIsRefused(String number) {
		assertMismatch(mirrored("{\"retries\": %s}".formatted(number)).header("Mcp-Param-Retries", number));
	}

	@Test
	@Requirement("2026-http-param-null")
	void anArgumentThatIsNullHasNoHeader() {
		McpResponse response = mirrored("{\"region\": null}").send();
		assertThat(response.status()).isEqualTo(200);
	}

	@Test
	@Requirement("2026-http-param-absent")
	void anArgumentThatIsAbsentHasNoHeader() {
		assertTaken(mirrored("{}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"region\": \"a\"}", "{\"retries\": 0}", "{\"dry\": false}", "{\"region\": \"\"}" })
	@Requirement("2026-http-param-omitted")
	void anArgumentWithoutItsHeaderIsRefused(String arguments) {
		assertMismatch(mirrored(arguments));
	}

	@Test
	@Requirement("2026-http-param-unrecognized")
	void aHeaderThatNoArgumentHasIsIgnored() {
		assertTaken(mirrored("{}").header("Mcp-Param-Other", "x"));
		assertTaken(echo().header("Mcp-Param-Message", "another"));
	}

	@Test
	@Requirement("2026-http-param-characters")
	void aHeaderWithInvalidCharactersIsRefused() throws IOException {
		String body = mirrored("{\"region\": \"ü\"}").body().toString();
		String answer = raw(body, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: mirrored",
				"Mcp-Param-Region: ü");
		assertThat(answer).startsWith("HTTP/1.1 400 ").contains("-32020");
	}

	@Test
	@Requirement("2026-http-header-matches")
	void aHeaderThatComesTwiceIsRefused() throws IOException {
		String body = echo().body().toString();
		assertThat(raw(body, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: echo",
				"Mcp-Name: count"))
			.startsWith("HTTP/1.1 400 ");
	}

	private String raw(String body, String... headers) throws IOException {
		try (RawConnection connection = RawConnection.open(this.port)) {
			String[] all = new String[headers.length + 3];
			System.arraycopy(headers, 0, all, 3, headers.length);
			all[0] = "Content-Type: application/json";
			all[1] = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
			all[2] = "Connection: close";
			connection.send(RawConnection.head("POST", "/mcp", all) + body);
			return connection.readAll();
		}
	}

	private McpRequest echo() {
		return McpRequest.modern(this.port, "tools/call").call("echo", "{\"message\": \"x\"}");
	}

	private McpRequest mirrored(String arguments) {
		return McpRequest.modern(this.port, "tools/call").call("mirrored", arguments);
	}

	private static String encoded(String value) {
		return "=?base64?" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + "?=";
	}

	private static void assertTaken(McpRequest request) {
		McpResponse response = request.send();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.result().path("isError").asBoolean(false)).isFalse();
	}

	private static void assertMismatch(McpRequest request) {
		McpResponse response = request.send();
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().path("code").asInt()).isEqualTo(-32020);
	}

}
