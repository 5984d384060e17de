package dev.mcpgateway.security;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of an allowed origin calls from a browser, which asks first and hides what it
 * may not show.
 */
@GatewayTest
@TestPropertySource(properties = "gateway.security.allowed-origins=http://localhost:6274,https://app.example")
class CrossOriginTests {

	private static final String PAGE = "http://localhost:6274";

	private final int port;

	CrossOriginTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mcp", "/mcp/", "/api/mcp/tool", "/api/mcp/tools", "/health", "/services/a" })
	void aPreflightAllowsWhatClientsSend(String path) throws IOException {
		String response = send("OPTIONS", path, PAGE, "", "Access-Control-Request-Method: POST",
				"Access-Control-Request-Headers: authorization,content-type,mcp-protocol-version,mcp-session-id,"
						+ "mcp-method,mcp-name,last-event-id,mcp-param-region");
		assertThat(response).startsWith("HTTP/1.1 204 ");
		assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
		assertThat(header(response, "Access-Control-Allow-Methods")).contains("GET", "POST", "PUT", "DELETE");
		assertThat(header(response, "Access-Control-Allow-Headers").toLowerCase(Locale.ROOT).split(", ")).contains(
				"authorization", "content-type", "accept", "mcp-protocol-version", "mcp-session-id", "mcp-method",
				"mcp-name", "last-event-id", "mcp-param-region");
		assertThat(header(response, "Access-Control-Max-Age")).isNotEmpty();
		assertThat(header(response, "Vary")).contains("Origin");
		assertThat(response).doesNotContain("Allow-Credentials", "Allow-Private-Network");
	}

	@Test
	void aPageMayAskToCallIntoAPrivateNetwork() throws IOException {
		String response = send("OPTIONS", "/mcp", PAGE, "", "Access-Control-Request-Method: POST",
				"Access-Control-Request-Private-Network: true");
		assertThat(header(response, "Access-Control-Allow-Private-Network")).isEqualTo("true");
	}

	@Test
	void aHeaderThatNobodyNeedsIsNotAllowed() throws IOException {
		String response = send("OPTIONS", "/mcp", PAGE, "", "Access-Control-Request-Method: POST",
				"Access-Control-Request-Headers: cookie,x-mcp-param-a,mcp-param-ok;evil");
		assertThat(header(response, "Access-Control-Allow-Headers")).doesNotContain("cookie", "evil");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tools", "/health", "/nowhere", "/api/mcp/tools/none", "/mcp" })
	void everyResponseCanBeReadAlsoErrors(String path) throws IOException {
		assertReadable(send("GET", path, PAGE, ""));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"tool_name\": \"nothing\"}", "{\"tool_name\": \"none\"}", "<xml/>",
			"{\"tool_name\": \"fail_single\", \"arguments\": {\"kind\": \"overloaded\"}}" })
	void everyResultCanBeReadAlsoFailures(String body) throws IOException {
		assertReadable(send("POST", "/api/mcp/tool", PAGE, body));
		assertReadable(send("POST", "/mcp", PAGE, body));
	}

	@Test
	void aStreamCanBeRead() throws IOException {
		McpSession session = McpSession.open(this.port);
		try (RawConnection page = RawConnection.open(this.port)) {
			page.send(RawConnection.head("GET", "/mcp", "Origin: " + PAGE, "Accept: text/event-stream",
					"Mcp-Session-Id: " + session.id()));
			String head = page.readUntil("\r\n\r\n");
			assertThat(head).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
			assertReadable(head);
		}
	}

	@Test
	void cachesLearnThatResponsesDifferByOrigin() throws IOException {
		try (RawConnection client = RawConnection.open(this.port)) {
			client.send(RawConnection.head("GET", "/api/mcp/tools", "Connection: close"));
			String response = client.readAll();
			assertThat(header(response, "Vary")).contains("Origin");
			assertThat(header(response, "Access-Control-Allow-Origin")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:6275", "https://localhost:6274", "http://evil.example", "null" })
	void otherOriginsAreRefusedAsBefore(String origin) throws IOException {
		for (String path : List.of("/mcp", "/api/mcp/tool")) {
			for (String method : List.of("POST", "OPTIONS")) {
				String response = send(method, path, origin, "{}", "Access-Control-Request-Method: POST");
				assertThat(response).startsWith("HTTP/1.1 403 ").doesNotContain("Access-Control-Allow-Origin");
			}
		}
	}

	private static void assertReadable(String response) {
		assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
		assertThat(header(response, "Access-Control-Expose-Headers")).contains("Mcp-Session-Id", "MCP-Protocol-Version",
				"ETag", "Retry-After", "WWW-Authenticate", "Content-Range");
		assertThat(header(response, "Vary")).contains("Origin");
	}

	private static String header(String response, String name) {
		return response.lines()
			.takeWhile((line) -> !line.isEmpty())
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElse("");
	}

	private String send(String method, String path, String origin, String body, String... headers) throws IOException {
		try (RawConnection page = RawConnection.open(this.port)) {
			String[] own = { "Origin: " + origin, "Content-Type: application/json",
					"Accept: application/json, text/event-stream", "Connection: close",
					"Content-Length: " + body.length() };
			String[] all = Stream.concat(Arrays.stream(own), Arrays.stream(headers)).toArray(String[]::new);
			page.send(RawConnection.head(method, path, all) + body);
			return page.readAll();
		}
	}

}
