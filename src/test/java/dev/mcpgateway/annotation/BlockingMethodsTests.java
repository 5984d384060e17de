package dev.mcpgateway.annotation;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.failure.OverloadedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A blocking method counts until it has returned.
 */
class BlockingMethodsTests {

	private static final int LIMIT = 4;

	private final Scheduler scheduler = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

	private final BlockingMethods methods = new BlockingMethods(this.scheduler, LIMIT);

	private final CountDownLatch returning = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.returning.countDown();
		this.scheduler.dispose();
	}

	@Test
	void methodThatIgnoresItsInterruptCountsUntilItReturns() {
		AtomicInteger started = new AtomicInteger();
		for (int i = 0; i < 50; i++) {
			Disposable call = stubborn(started).subscribe((value) -> {
			}, (refused) -> {
			});
			int expected = Math.min(i + 1, LIMIT);
			await().until(() -> started.get() == expected);
			call.dispose();
		}
		assertThat(started).hasValue(LIMIT);
		assertThat(this.methods.running()).isEqualTo(LIMIT);
		StepVerifier.create(stubborn(started))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(OverloadedException.class)
				.hasMessage("4 blocking methods are running, which is the limit; try again later."));
		this.returning.countDown();
		await().until(() -> this.methods.running() == 0);
		StepVerifier.create(this.methods.run(() -> "served")).expectNext("served").verifyComplete();
	}

	@Test
	void placesAreGivenBackHoweverAMethodEnds() {
		for (int i = 0; i < 2 * LIMIT; i++) {
			StepVerifier.create(this.methods.run(() -> null)).verifyComplete();
			StepVerifier.create(this.methods.run(() -> {
				throw new IllegalStateException("no");
			})).verifyErrorMessage("no");
		}
		await().until(() -> this.methods.running() == 0);
	}

	@Test
	void callThatIsLeftBeforeItsMethodStartsKeepsNoPlace() {
		for (int i = 0; i < 20_000; i++) {
			Disposable call = this.methods.run(() -> 1).subscribe((value) -> {
			}, (refused) -> {
			});
			call.dispose();
		}
		await().until(() -> this.methods.running() == 0);
	}

	private Mono<Integer> stubborn(AtomicInteger started) {
		return this.methods.run(() -> {
			int number = started.incrementAndGet();
			while (this.returning.getCount() > 0) {
				try {
					this.returning.await();
				}
				catch (InterruptedException ex) {
					// As a driver does that knows no interrupts.
				}
			}
			return number;
		});
	}

}
