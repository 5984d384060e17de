package dev.mcpgateway.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.RawConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are sent one behind the other without waiting for responses.
 */
@Timeout(60)
class RequestTurnsTests {

	private static final int FLOODS = 20;

	private static Gateway gateway;

	@BeforeAll
	static void start() {
		gateway = Gateway.with().start();
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@Test
	void requestsSentTogetherAreAnsweredInTheirOrder() throws IOException {
		String requests = IntStream.range(0, 40).mapToObj((i) -> echo("message-" + i)).collect(Collectors.joining());
		try (RawConnection client = RawConnection.open(gateway.port())) {
			client.send(requests);
			String responses = client.readUntil("message-39\"}\n");
			List<Integer> places = IntStream.range(0, 40)
				.map((i) -> responses.indexOf("{\"echo\":\"message-" + i + "\"}"))
				.boxed()
				.toList();
			assertThat(places).isSorted().doesNotContain(-1).doesNotHaveDuplicates();
		}
	}

	@Test
	void moreThanMayWaitEndTheConnection() throws IOException {
		try (RawConnection client = RawConnection.open(gateway.port())) {
			client.send(echo("x").repeat(300));
			// Whether as an end or as a reset depends on what had been read by then.
			assertThat(responsesUntilClosed(client)).isLessThan(300);
		}
	}

	/** A connection that stays open ends the test by its time-out. */
	private static int responsesUntilClosed(RawConnection client) throws IOException {
		try {
			return client.readAll().split("HTTP/1.1 200", -1).length - 1;
		}
		catch (SocketException reset) {
			return 0;
		}
	}

	@Test
	void connectionsThatSendWithoutAPauseLeaveOthersTheirTurn() {
		AtomicBoolean over = new AtomicBoolean();
		for (int i = 0; i < FLOODS; i++) {
			Thread.startVirtualThread(() -> flood(over));
		}
		try {
			for (int i = 0; i < 30; i++) {
				long start = System.nanoTime();
				assertThat(gateway.client().call("echo", "{\"message\": \"hi\"}").status()).isEqualTo(200);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
			}
		}
		finally {
			over.set(true);
		}
	}

	/** Sends as much as a connection takes, and again on the next when it is closed. */
	private static void flood(AtomicBoolean over) {
		String requests = RawConnection.head("GET", "/nothing").repeat(20);
		while (!over.get()) {
			try (RawConnection connection = RawConnection.open(gateway.port())) {
				Thread.startVirtualThread(() -> {
					try {
						connection.input().transferTo(OutputStream.nullOutputStream());
					}
					catch (IOException ex) {
						// It was closed.
					}
				});
				while (!over.get()) {
					connection.send(requests);
				}
			}
			catch (IOException ex) {
				// Too much at once: it was closed.
			}
		}
	}

	private static String echo(String message) {
		return RawConnection.post("/api/mcp/tool",
				"{\"tool_name\": \"echo\", \"arguments\": {\"message\": \"%s\"}}".formatted(message));
	}

}
