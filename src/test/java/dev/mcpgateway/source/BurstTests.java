package dev.mcpgateway.source;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.GatewayClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bounds as they are by default serve callers who come together.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class BurstTests {

	private final GatewayClient client;

	BurstTests(@LocalServerPort int port) {
		this.client = new GatewayClient(port);
	}

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		BackendServers.registerProperties(registry);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			search_documents | {"query": "burst"} | 100
			create_item | {"collection": "burst", "data": {"a": 1}} | 100
			upload_file | {"key": "burst", "content": "a"} | 100
			export_documents | {} | 30
			find_items | {"collection": "burst"} | 30
			list_files | {"prefix": "burst"} | 30
			""")
	void callsThatComeTogetherAreAllServed(String tool, String arguments, int calls) {
		var answers = IntStream.range(0, calls).mapToObj((call) -> this.client.callAsync(tool, arguments)).toList();
		assertThat(answers).extracting(CompletableFuture::join)
			.allSatisfy((answer) -> assertThat(answer.status()).as(answer.text()).isEqualTo(200));
	}

}
