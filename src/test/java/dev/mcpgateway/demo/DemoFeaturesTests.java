package dev.mcpgateway.demo;

import java.time.Duration;

import dev.mcpgateway.demo.DemoFeatures.Count;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class DemoFeaturesTests {

	private final DemoFeatures features = new DemoFeatures();

	@Test
	void countPausesBeforeEachNumber() {
		StepVerifier.withVirtualTime(() -> this.features.count(3, 500))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(500))
			.expectNext(new Count(1))
			.expectNoEvent(Duration.ofMillis(500))
			.expectNext(new Count(2))
			.expectNoEvent(Duration.ofMillis(500))
			.expectNext(new Count(3))
			.verifyComplete();
	}

	@Test
	void countWaitsForItsReader() {
		StepVerifier.create(this.features.count(1_000_000, 0), 2)
			.expectNext(new Count(1), new Count(2))
			.expectNoEvent(Duration.ofMillis(50))
			.thenRequest(1)
			.expectNext(new Count(3))
			.thenCancel()
			.verify();
	}

}
