package dev.mcpgateway.s3;

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
		S3Gateway gateway = new S3Gateway(port);
		assertThat(S3Gateway.text(gateway.get("/api/mcp/tools"))).contains("echo").doesNotContain("_file");
		assertThat(S3Gateway.text(gateway.get("/api/mcp/resources"))).doesNotContain("files://");
		assertThat(S3Gateway.json(gateway.get("/health")).get("backends").has("s3")).isFalse();
		assertThat(gateway.readUri("files://x").statusCode()).isEqualTo(404);
	}

}
