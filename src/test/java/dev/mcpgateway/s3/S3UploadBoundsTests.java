package dev.mcpgateway.s3;

import java.util.Arrays;
import java.util.Base64;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
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

	private final GatewayClient gateway;

	S3UploadBoundsTests(@LocalServerPort int port) {
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

	@Test
	void uploadMayBeAsLargeAsItsBound() {
		byte[] bytes = new byte[5 * 1024 * 1024];
		Arrays.fill(bytes, (byte) 42);
		Answer uploaded = FileCalls.uploadBase64(this.gateway, "large", Base64.getEncoder().encodeToString(bytes));
		assertThat(uploaded.status()).as(() -> uploaded.text()).isEqualTo(200);
		assertThat(FileCalls.read(this.gateway, "large").body()).isEqualTo(bytes);
	}

	@Test
	void uploadOverItsBoundIsTooLarge() {
		Answer refused = FileCalls.uploadBase64(this.gateway, "huge", "A".repeat(9 * 1024 * 1024));
		assertThat(refused.status()).isEqualTo(413);
		assertThat(FileCalls.read(this.gateway, "huge").status()).isEqualTo(404);
	}

}
