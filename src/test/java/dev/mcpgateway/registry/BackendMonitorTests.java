package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.mcpgateway.feature.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class BackendMonitorTests {

	@Test
	void eachBackendHasAStatusSortedByName() {
		BackendMonitor monitor = new BackendMonitor(List.of(backend("b", Mono::empty),
				backend("a", () -> Mono.error(new IllegalStateException("down"))), backend("c", () -> {
					throw new IllegalStateException("broken");
				})));
		assertThat(monitor.names()).containsExactly("a", "b", "c");
		StepVerifier.create(monitor.statuses())
			.assertNext((statuses) -> assertThat(statuses).containsExactly(Map.entry("a", BackendStatus.DOWN),
					Map.entry("b", BackendStatus.UP), Map.entry("c", BackendStatus.DOWN)))
			.verifyComplete();
		StepVerifier.create(monitor.status("x")).verifyError(IllegalArgumentException.class);
	}

	@Test
	void aBackendThatDoesNotAnswerIsDown() {
		BackendMonitor monitor = new BackendMonitor(List.of(backend("silent", Mono::never)));
		StepVerifier.create(monitor.status("silent"))
			.expectNext(BackendStatus.DOWN)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void howeverManyAskABackendIsAskedOnce() {
		AtomicInteger pings = new AtomicInteger();
		BackendMonitor monitor = new BackendMonitor(List.of(backend("busy",
				() -> Mono.<Void>fromRunnable(pings::incrementAndGet).delaySubscription(Duration.ofMillis(50)))));
		for (int i = 0; i < 50; i++) {
			monitor.statuses().subscribe();
		}
		await().until(() -> pings.get() == 1);
		await().atMost(Duration.ofSeconds(10)).until(() -> {
			monitor.statuses().block();
			return pings.get() == 2;
		});
	}

	@Test
	void aChangeIsToldOnceAndABackendHeals(CapturedOutput output) {
		AtomicInteger down = new AtomicInteger(1);
		BackendMonitor monitor = new BackendMonitor(List.of(backend("moody",
				() -> (down.get() == 1) ? Mono.error(new IllegalStateException("refused")) : Mono.empty())));
		assertThat(monitor.status("moody").block()).isEqualTo(BackendStatus.DOWN);
		down.set(0);
		await().atMost(Duration.ofSeconds(10)).until(() -> monitor.status("moody").block() == BackendStatus.UP);
		assertThat(output.getAll()).containsOnlyOnce("Backend moody does not serve")
			.containsOnlyOnce("Backend moody serves again");
	}

	private static Backend backend(String name, Supplier<Mono<Void>> ping) {
		return new Backend() {
			@Override
			public String name() {
				return name;
			}

			@Override
			public Mono<Void> ping() {
				return ping.get();
			}
		};
	}

}
