package dev.mcpgateway.mongo;

import com.mongodb.reactivestreams.client.MongoClient;
import dev.mcpgateway.testing.GatewayClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "gateway.postgres.enabled=false", "gateway.s3.enabled=false", "gateway.mongo.enabled=false" })
class MongoDisabledTests {

	@LocalServerPort
	private int port;

	@Autowired
	private ApplicationContext context;

	@Test
	void anAdapterThatIsOffHasNoFeaturesNoClientAndNoHealth() {
		GatewayClient gateway = new GatewayClient(this.port);
		assertThat(gateway.get("/api/mcp/tools").text()).doesNotContain("item", "collection");
		assertThat(gateway.get("/api/mcp/resources").text()).doesNotContain("items://");
		assertThat(gateway.call("list_collections", "{}").problem()).isEqualTo("unknown-tool");
		assertThat(gateway.read("items://a/0123456789abcdef01234567").problem()).isEqualTo("unknown-resource");
		assertThat(gateway.get("/health").json().at("/backends/mongo").isMissingNode()).isTrue();
		assertThat(this.context.getBeanProvider(MongoClient.class)).isEmpty();
	}

}
