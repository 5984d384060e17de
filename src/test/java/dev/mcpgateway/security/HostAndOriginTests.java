package dev.mcpgateway.security;

import java.io.IOException;

import dev.mcpgateway.testing.GatewayTest;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page that makes a browser call the gateway is refused, under whatever name it found
 * it.
 */
@GatewayTest
class HostAndOriginTests {

	private static final String CALL = "{\"tool_name\": \"nothing\"}";

	private final int port;

	HostAndOriginTests(@LocalServerPort int port) {
		this.port = port;
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "localhost:%d", "127.0.0.1", "127.0.0.1:%d", "[::1]", "[::1]:%d", "LocalHost",
			"localhost:1" })
	void theGatewayAnswersUnderItsOwnNames(String host) throws IOException {
		assertThat(status("Host: " + host.formatted(this.port))).isEqualTo("200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:%d", "localhost.evil.example", "evil.example#localhost",
			"evil.example:80@localhost", "127.0.0.1.evil.example", "127.0.0.2", "0.0.0.0", "[::]", "[::ffff:127.0.0.1]",
			"2130706433", "0x7f.1", "localhost.", "", "localhost:80:80", "localhost,evil.example" })
	void theGatewayDoesNotAnswerUnderOthers(String host) throws IOException {
		assertThat(status("Host: " + host.formatted(this.port))).isIn("403", "400");
	}

	@Test
	void withoutAHostItDoesNotAnswer() throws IOException {
		assertThat(status("X: y")).isIn("403", "400");
	}

	@Test
	void withTwoHostsItDoesNotAnswerAsTheSecond() throws IOException {
		assertThat(status("Host: evil.example", "Host: localhost")).isIn("403", "400");
		assertThat(status("Host: localhost", "Host: evil.example")).isIn("403", "400");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "https://evil.example", "null", "http://localhost.evil.example",
			"http://localhost@evil.example", "file://", "http://127.0.0.1:1", "http://localhost", "*", "" })
	void pagesOfOtherOriginsMayNotCall(String origin) throws IOException {
		assertThat(status("Host: localhost:" + this.port, "Origin: " + origin)).isEqualTo("403");
	}

	@Test
	void pagesOfTheGatewayItselfMay() throws IOException {
		String host = "localhost:" + this.port;
		assertThat(status("Host: " + host, "Origin: http://" + host)).isEqualTo("200");
		assertThat(status("Host: " + host, "Origin: https://" + host)).isEqualTo("200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tools", "/api/mcp/resources", "/health", "/actuator/health",
			"/actuator/prometheus", "/actuator/info", "/nowhere" })
	void theRuleHoldsForEveryPath(String path) throws IOException {
		assertThat(answer("GET", path, "", "Host: evil.example")).startsWith("HTTP/1.1 403 ");
	}

	@Test
	void aRefusalIsAProblemAndTellsWhatToConfigure() throws IOException {
		assertThat(answer("POST", "/api/mcp/tool", CALL, "Host: evil.example")).contains("application/problem+json",
				"urn:mcp-gateway:problem:forbidden-host", "gateway.security.allowed-hosts");
		assertThat(answer("POST", "/api/mcp/tool", CALL, "Host: localhost", "Origin: http://evil.example"))
			.contains("urn:mcp-gateway:problem:forbidden-origin", "gateway.security.allowed-origins");
	}

	@Test
	void probesAreAnsweredUnderAnyName() throws IOException {
		assertThat(answer("GET", "/actuator/health/liveness", "", "Host: 10.0.0.7:8080")).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void aPreflightOfAnotherOriginIsRefused() throws IOException {
		assertThat(answer("OPTIONS", "/api/mcp/tool", "", "Host: localhost", "Origin: http://evil.example",
				"Access-Control-Request-Method: POST"))
			.startsWith("HTTP/1.1 403 ")
			.doesNotContainIgnoringCase("Access-Control-Allow-Origin");
	}

	private String status(String... headers) throws IOException {
		return answer("POST", "/api/mcp/tool", CALL, headers).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
	}

	private String answer(String method, String path, String body, String... headers) throws IOException {
		try (RawConnection client = RawConnection.open(this.port)) {
			client.send(method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
					+ "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
					+ "\r\n\r\n" + body);
			return client.readAll();
		}
	}

}
