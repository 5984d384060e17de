package dev.mcpgateway.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.McpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Text is stored and read in the charset that its media type names.
 */
@S3Test
class S3CharsetTests {

	private static final S3TestServer server = S3TestServer.start();

	private final int port;

	private final GatewayClient gateway;

	S3CharsetTests(@LocalServerPort int port) {
		this.port = port;
		this.gateway = new GatewayClient(port);
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@CsvSource({ "text/plain; charset=iso-8859-1, ISO-8859-1", "text/plain;charset=\"windows-1252\", windows-1252",
			"text/csv; charset=UTF-16BE, UTF-16BE", "text/plain; charset=utf-8, UTF-8", "text/plain, UTF-8",
			"application/xml;charset=ISO-8859-15, ISO-8859-15" })
	void textIsStoredInItsCharsetAndReadBack(String type, String charset) throws Exception {
		this.gateway.value("upload_file", Map.of("key", "t", "content", "Größe", "content_type", type));
		Answer read = FileCalls.read(this.gateway, "t");
		assertThat(read.body()).isEqualTo("Größe".getBytes(charset));
		assertThat(read.headers().firstValue("Content-Type"))
			.hasValueSatisfying((value) -> assertThat(value.replace("\"", ""))
				.containsIgnoringCase(type.contains("charset") ? charset : type));
		assertThat(mcpRead("files://t").at("/contents/0/text").asString()).isEqualTo("Größe");
	}

	@ParameterizedTest
	@CsvSource({ "text/plain; charset=x-unknown, /content_type", "text/plain; charset=iso-8859-1, /content",
			"text/plain; charset=us-ascii, /content", "text/plain; charset=ISO-2022-CN, /content",
			"text/plain; charset=\", /content_type" })
	void textThatDoesNotFitItsCharsetIsRefused(String type, String pointer) {
		Answer refused = this.gateway.call("upload_file",
				Map.of("key", "u", "content", "日本 \u20ac", "content_type", type));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
		assertThat(FileCalls.read(this.gateway, "u").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain; charset=utf-8", "text/plain", "text/plain; charset=utf-16" })
	void bytesThatDoNotFitTheirCharsetAreABlob(String type) {
		byte[] bytes = { 'a', (byte) 0xfc, (byte) 0xff };
		upload("b", bytes, type);
		JsonNode contents = mcpRead("files://b").at("/contents/0");
		assertThat(contents.has("text")).isFalse();
		assertThat(Base64.getDecoder().decode(contents.get("blob").asString())).isEqualTo(bytes);
	}

	@Test
	void uploadedBytesInALatinCharsetAreReadAsText() {
		upload("l", "Größe".getBytes(StandardCharsets.ISO_8859_1), "text/plain; charset=latin1");
		assertThat(mcpRead("files://l").at("/contents/0/text").asString()).isEqualTo("Größe");
	}

	@ParameterizedTest
	@CsvSource({ "a/photo.png, image/png", "report.PDF, application/pdf", "page.html, text/html",
			"data.json, application/json", "archive, application/octet-stream",
			"x.unknown-kind, application/octet-stream", ".env, application/octet-stream" })
	void typeOfBytesIsGuessedFromTheKey(String key, String type) {
		this.gateway.value("upload_file", Map.of("key", key, "content", "AAEC", "encoding", "base64"));
		assertThat(FileCalls.read(this.gateway, key).headers().firstValue("Content-Type")).hasValue(type);
	}

	private JsonNode mcpRead(String uri) {
		return McpRequest.modern(this.port, "resources/read").param("uri", uri).result();
	}

	private void upload(String key, byte[] bytes, String type) {
		this.gateway.value("upload_file", Map.of("key", key, "content", Base64.getEncoder().encodeToString(bytes),
				"content_type", type, "encoding", "base64"));
	}

}
