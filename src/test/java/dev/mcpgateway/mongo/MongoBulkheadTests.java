package dev.mcpgateway.mongo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.RawConnection;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Items that nobody reads leave MongoDB to others.
 */
@MongoTest
@TestPropertySource(properties = { "gateway.mongo.max-connections=5", "gateway.mongo.bulkhead.calls=2",
		"gateway.mongo.bulkhead.streams=2" })
class MongoBulkheadTests {

	private static final int STREAMS = 2;

	private static final String LARGE = "unread-" + new ObjectId().toHexString();

	private final List<RawConnection> readers = new ArrayList<>();

	private final int port;

	private final GatewayClient gateway;

	private final Bulkhead bulkhead;

	MongoBulkheadTests(@LocalServerPort int port, @Autowired Bulkhead bulkhead) {
		this.port = port;
		this.gateway = new GatewayClient(port);
		this.bulkhead = bulkhead;
	}

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", () -> MongoTestServer.shared().uri());
	}

	/** 32 MB, of which the kernel takes a few for a reader who does not read. */
	@BeforeAll
	static void store() {
		String text = "x".repeat(32 * 1024);
		MongoTestServer.shared().insert(LARGE, Flux.range(1, 1000).map((i) -> new Document("text", text)));
	}

	@AfterAll
	static void remove() {
		MongoTestServer.shared().command(new Document("drop", LARGE));
	}

	@Test
	void unreadItemsLeaveConnectionsForShortCallsAndHealth() throws IOException {
		for (int i = 0; i < STREAMS + 4; i++) {
			RawConnection reader = RawConnection.open(this.port, 4096);
			reader.send(RawConnection.post("/api/mcp/tool",
					GatewayClient.body("find_items", "{\"collection\": \"%s\", \"limit\": 1000}".formatted(LARGE))));
			this.readers.add(reader);
		}
		await().until(() -> this.bulkhead.taken(Use.STREAM) == STREAMS);
		String create = "{\"collection\": \"%s-small\", \"data\": {}}".formatted(LARGE);
		for (int i = 0; i < 20; i++) {
			assertThat(this.gateway.call("create_item", create).status()).isEqualTo(200);
		}
		assertThat(this.gateway.get("/health").json().at("/backends/mongo").stringValue()).isEqualTo("up");
		for (RawConnection reader : this.readers) {
			reader.close();
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> this.bulkhead.taken(Use.STREAM) == 0);
	}

}
