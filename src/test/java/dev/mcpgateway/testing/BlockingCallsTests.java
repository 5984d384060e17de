package dev.mcpgateway.testing;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BlockingCallsTests {

	@Test
	void aSleepOnAThreadThatMustNotBlockIsFound() {
		Mono<Void> sleep = Mono.fromRunnable(() -> sleep(10));
		sleep.subscribeOn(Schedulers.parallel()).block(Duration.ofSeconds(5));
		assertThatThrownBy(() -> BlockingCalls.fail("in this test"))
			.hasRootCauseInstanceOf(BlockingOperationError.class);
		BlockingCalls.fail("afterwards");
	}

	private static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
