package dev.mcpgateway.s3;

import java.util.List;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parts of files, and files that the reader has already.
 */
@S3Test
class S3ConditionsTests {

	private static final S3TestServer server = S3TestServer.start();

	private static final String CONTENT = "0123456789";

	private final GatewayClient gateway;

	S3ConditionsTests(@LocalServerPort int port) {
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

	@BeforeEach
	void upload() {
		FileCalls.upload(this.gateway, "digits", CONTENT);
	}

	@ParameterizedTest
	@CsvSource({ "bytes=0-3, 0123, bytes 0-3/10", "bytes=4-, 456789, bytes 4-9/10", "bytes=-3, 789, bytes 7-9/10",
			"bytes=9-9, 9, bytes 9-9/10", "bytes=8-500, 89, bytes 8-9/10", "Bytes=0-0, 0, bytes 0-0/10" })
	void partIsReadByRange(String range, String part, String contentRange) {
		Answer read = FileCalls.read(this.gateway, "digits", "Range", range);
		assertThat(read.status()).isEqualTo(206);
		assertThat(read.text()).isEqualTo(part);
		assertThat(read.headers().firstValue("Content-Range")).hasValue(contentRange);
		assertThat(read.headers().firstValueAsLong("Content-Length")).hasValue(part.length());
		assertThat(read.headers().firstValue("ETag")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=0-1,3-4", "bytes=5-2", "bytes=", "bytes=a-b", "bytes=-", "lines=1-2", "nonsense",
			"bytes=1-2-3" })
	void rangeThatIsNotUnderstoodIsIgnored(String range) {
		Answer read = FileCalls.read(this.gateway, "digits", "Range", range);
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.text()).isEqualTo(CONTENT);
		assertThat(read.headers().firstValue("Content-Range")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=10-", "bytes=100-200" })
	void rangeOutsideTheFileCannotBeSatisfied(String range) {
		Answer refused = FileCalls.read(this.gateway, "digits", "Range", range);
		assertThat(refused.status()).isEqualTo(416);
		assertThat(refused.json().get("type").asString()).endsWith(":range-not-satisfiable");
		assertThat(refused.headers().firstValue("Content-Range")).hasValue("bytes */10");
	}

	@Test
	void partOfTheVersionThatTheReaderHasIsSent() {
		String etag = FileCalls.read(this.gateway, "digits").headers().firstValue("ETag").orElseThrow();
		Answer read = FileCalls.read(this.gateway, "digits", "Range", "bytes=2-4", "If-Range", etag);
		assertThat(read.status()).isEqualTo(206);
		assertThat(read.text()).isEqualTo("234");
	}

	@Test
	void partOfAnotherVersionIsTheWholeInstead() {
		String etag = FileCalls.read(this.gateway, "digits").headers().firstValue("ETag").orElseThrow();
		FileCalls.upload(this.gateway, "digits", "changed");
		for (String range : List.of("bytes=2-4", "bytes=1000-")) {
			Answer read = FileCalls.read(this.gateway, "digits", "Range", range, "If-Range", etag);
			assertThat(read.status()).isEqualTo(200);
			assertThat(read.text()).isEqualTo("changed");
			assertThat(read.headers().firstValue("Content-Range")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Sat, 28 Nov 2026 12:00:00 GMT", "W/%s", "*", "nonsense", "%s, \"other\"" })
	void validatorThatNamesNoExactVersionGivesTheWhole(String form) {
		String etag = FileCalls.read(this.gateway, "digits").headers().firstValue("ETag").orElseThrow();
		Answer read = FileCalls.read(this.gateway, "digits", "Range", "bytes=2-4", "If-Range", form.formatted(etag));
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.text()).isEqualTo(CONTENT);
	}

	@Test
	void ifRangeWithoutARangeChangesNothing() {
		assertThat(FileCalls.read(this.gateway, "digits", "If-Range", "\"other\"").status()).isEqualTo(200);
	}

	@Test
	void fileThatTheReaderHasIsNotSentAgain() {
		String etag = FileCalls.read(this.gateway, "digits").headers().firstValue("ETag").orElseThrow();
		Answer read = FileCalls.read(this.gateway, "digits", "If-None-Match", etag);
		assertThat(read.status()).isEqualTo(304);
		assertThat(read.body()).isEmpty();
		assertThat(read.headers().firstValue("ETag")).hasValue(etag);
	}

	@ParameterizedTest
	@ValueSource(strings = { "W/%s", "\"other\", %s", "*", "\"other\" ,  W/%s" })
	void everyFormOfIfNoneMatchIsUnderstood(String form) {
		String etag = FileCalls.read(this.gateway, "digits").headers().firstValue("ETag").orElseThrow();
		Answer read = FileCalls.read(this.gateway, "digits", "If-None-Match", form.formatted(etag));
		assertThat(read.status()).isEqualTo(304);
		assertThat(read.headers().firstValue("ETag")).hasValue(etag);
	}

	@Test
	void fileThatHasChangedIsSentAgain() {
		String etag = FileCalls.read(this.gateway, "digits").headers().firstValue("ETag").orElseThrow();
		FileCalls.upload(this.gateway, "digits", "changed");
		Answer read = FileCalls.read(this.gateway, "digits", "If-None-Match", etag);
		assertThat(read.status()).isEqualTo(200);
		assertThat(read.text()).isEqualTo("changed");
	}

	@Test
	void fileThatIsUnchangedNeedsNoPart() {
		String etag = FileCalls.read(this.gateway, "digits").headers().firstValue("ETag").orElseThrow();
		assertThat(FileCalls.read(this.gateway, "digits", "If-None-Match", etag, "Range", "bytes=0-1").status())
			.isEqualTo(304);
	}

	@Test
	void emptyFileHasNoParts() {
		FileCalls.upload(this.gateway, "empty", "");
		Answer refused = FileCalls.read(this.gateway, "empty", "Range", "bytes=0-");
		assertThat(refused.status()).isEqualTo(416);
		assertThat(refused.headers().firstValue("Content-Range")).hasValue("bytes */0");
	}

}
