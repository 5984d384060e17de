package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.testing.DialogueFeatures;
import dev.mcpgateway.testing.McpRequest;
import dev.mcpgateway.testing.McpResponse;
import dev.mcpgateway.testing.McpSession;
import dev.mcpgateway.testing.PatientGatewayTest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two hundred calls at once, of whom half are not waited for: in one session, and over
 * none.
 */
@PatientGatewayTest
@ExtendWith(OutputCaptureExtension.class)
class ParallelCallsTests {

	private static final int HALF = 100;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final int port;

	private final DialogueFeatures features;

	private final MeterRegistry meters;

	private final Sessions sessions;

	private final Subscriptions subscriptions;

	ParallelCallsTests(@LocalServerPort int port, @Autowired DialogueFeatures features, @Autowired MeterRegistry meters,
			@Autowired Sessions sessions, @Autowired Subscriptions subscriptions) {
		this.port = port;
		this.features = features;
		this.meters = meters;
		this.sessions = sessions;
		this.subscriptions = subscriptions;
	}

	@Test
	void overNoSessionWhoHangsUpIsForgottenAndTheOthersAreAnswered(CapturedOutput output) {
		List<McpResponse> listeners = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			McpResponse listener = McpRequest.modern(this.port, "subscriptions/listen")
				.id("listener " + i)
				.json("notifications", "{\"toolsListChanged\": true}")
				.send();
			listener.message();
			listeners.add(listener);
		}
		assertThat(this.subscriptions.listeners()).isEqualTo(10);
		List<CompletableFuture<McpResponse>> leaving = new ArrayList<>();
		List<CompletableFuture<McpResponse>> staying = new ArrayList<>();
		for (int i = 0; i < HALF; i++) {
			staying.add(count(McpRequest.modern(this.port, "tools/call"), i).sendAsync());
			leaving.add(endless(McpRequest.modern(this.port, "tools/call"), i).sendAsync());
		}
		for (int i = 0; i < HALF; i++) {
			McpResponse response = leaving.get(i).join();
			if (i % 2 == 0) {
				response.message();
			}
			response.close();
		}
		for (int i = 0; i < HALF; i++) {
			assertAnswered(staying.get(i).join(), i, "");
		}
		listeners.forEach(McpResponse::close);
		assertNothingIsLeft(output);
	}

	@Test
	void inOneSessionWhoIsCancelledOrHangsUpDisturbsNobody(CapturedOutput output) {
		McpSession session = McpSession.open(this.port);
		List<CompletableFuture<McpResponse>> leaving = new ArrayList<>();
		List<CompletableFuture<McpResponse>> staying = new ArrayList<>();
		for (int i = 0; i < HALF; i++) {
			staying.add(count(session.request("tools/call"), i).sendAsync());
			leaving.add(endless(session.request("tools/call"), i).sendAsync());
		}
		for (int i = 0; i < HALF; i++) {
			McpResponse response = leaving.get(i).join();
			if (i % 2 == 0) {
				response.message();
				response.close();
			}
		}
		// Who hangs up has not cancelled.
		await().atMost(PATIENCE).until(() -> this.features.ticking() == HALF);
		for (int i = 0; i < HALF; i++) {
			session.notify("notifications/cancelled").param("requestId", "leaving " + i).send();
		}
		for (int i = 1; i < HALF; i += 2) {
			assertThat(leaving.get(i).join().messages()).allMatch((message) -> message.has("method"));
		}
		for (int i = 0; i < HALF; i++) {
			assertAnswered(staying.get(i).join(), i, "/items");
		}
		assertNothingIsLeft(output);
		Session open = this.sessions.find(session.id(), Caller.ANONYMOUS).orElseThrow();
		// It would be none while a request runs or a stream is open.
		await().atMost(PATIENCE).until(() -> open.idleTime().isPositive());
		session.end();
		assertThat(this.sessions.find(session.id(), Caller.ANONYMOUS)).isEmpty();
	}

	private static McpRequest count(McpRequest request, int number) {
		return request.id("staying " + number)
			.call("count", "{\"to\": %d, \"delay_ms\": 50}".formatted(10 + number % 10));
	}

	private static McpRequest endless(McpRequest request, int number) {
		return request.id("leaving " + number).call("tick", "{}").meta("progressToken", number);
	}

	private static void assertAnswered(McpResponse response, int number, String items) {
		JsonNode answer = response.response();
		assertThat(answer.path("id").asString("")).isEqualTo("staying " + number);
		JsonNode counted = answer.at("/result/structuredContent" + items);
		assertThat(counted).hasSize(10 + number % 10);
		assertThat(counted.path(9 + number % 10).path("count").asInt()).isEqualTo(10 + number % 10);
	}

	private void assertNothingIsLeft(CapturedOutput output) {
		await().atMost(PATIENCE).until(() -> this.meters.get("mcp.tool.calls.running").gauge().value() == 0);
		await().atMost(PATIENCE).until(() -> this.features.ticking() == 0);
		await().atMost(PATIENCE).until(() -> this.subscriptions.listeners() == 0);
		// Netty looks for buffers that nobody has released when it allocates others.
		for (int i = 0; i < 5; i++) {
			System.gc();
			assertThat(
					McpRequest.modern(this.port, "tools/call").call("echo", "{\"message\": \"still there\"}").result())
				.isNotNull();
		}
		assertThat(output).doesNotContain("LEAK:");
	}

}
