package dev.mcpgateway.s3;

import dev.mcpgateway.testing.GatewayClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An adapter that is switched off does not exist.
 */
@S3Test
@TestPropertySource(properties = "gateway.s3.enabled=false")
class S3DisabledTests {

	@Test
	void nothingOfAStoreThatIsSwitchedOffIsThere(@LocalServerPort int port) {
		GatewayClient gateway = new GatewayClient(port);
		assertThat(gateway.get("/api/mcp/tools").text()).contains("echo").doesNotContain("_file");
		assertThat(gateway.get("/api/mcp/resources").text()).doesNotContain("files://");
		assertThat(gateway.get("/health").json().get("backends").has("s3")).isFalse();
		assertThat(gateway.read("files://x").status()).isEqualTo(404);
	}

}
