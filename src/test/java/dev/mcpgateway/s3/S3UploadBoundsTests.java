package dev.mcpgateway.s3;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Uploads may be larger than other bodies, within a bound of their own.
 */
@S3Test
@TestPropertySource(properties = "gateway.http.max-body-size=8MB")
class S3UploadBoundsTests {

	private static final S3TestServer server = S3TestServer.start();

	private final S3Gateway gateway;

	S3UploadBoundsTests(@LocalServerPort int port) {
		this.gateway = new S3Gateway(port);
	}

	@DynamicPropertySource
	static void store(DynamicPropertyRegistry properties) {
		properties.add("gateway.s3.endpoint", server::endpoint);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void uploadMayBeAsLargeAsItsBound() {
		byte[] bytes = new byte[5 * 1024 * 1024];
		Arrays.fill(bytes, (byte) 42);
		HttpResponse<byte[]> uploaded = this.gateway.uploadBase64("large", Base64.getEncoder().encodeToString(bytes));
		assertThat(uploaded.statusCode()).as(() -> S3Gateway.text(uploaded)).isEqualTo(200);
		assertThat(this.gateway.read("large").body()).isEqualTo(bytes);
	}

	@Test
	void uploadOverItsBoundIsTooLarge() {
		HttpResponse<byte[]> refused = this.gateway.uploadBase64("huge", "A".repeat(9 * 1024 * 1024));
		assertThat(refused.statusCode()).isEqualTo(413);
		assertThat(this.gateway.read("huge").statusCode()).isEqualTo(404);
	}

}
