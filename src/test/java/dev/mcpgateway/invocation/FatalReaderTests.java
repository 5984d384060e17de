package dev.mcpgateway.invocation;

import java.util.function.Supplier;

import dev.mcpgateway.failure.OverloadedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Reactor takes for fatal and throws at whoever emits ends the call like any other
 * failure.
 */
class FatalReaderTests {

	private final CallGuard guard = new CallGuard(CallDurations.concurrent(1));

	@ParameterizedTest
	@ValueSource(classes = { LinkageError.class, StackOverflowError.class, NoClassDefFoundError.class })
	void errorOfTheReaderEndsTheCallAndReachesItsEnd(Class<? extends Error> type) {
		StepVerifier
			.create(this.guard.guard(() -> Flux.just(1, 2), this.guard.answerLimit()).map((value) -> fail(type)))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(IllegalStateException.class)
				.hasCauseInstanceOf(type));
		assertPlaceIsFree();
	}

	@Test
	void errorWhileAReaderIsSubscribedGivesThePlaceBack() {
		StrictSubscriber<Integer> reader = new StrictSubscriber<>() {
			@Override
			void subscribed() {
				throw new NoClassDefFoundError("missing");
			}
		};
		this.guard.guard(() -> Flux.just(1), this.guard.answerLimit()).subscribe(reader);
		assertPlaceIsFree();
	}

	@Test
	void errorOfTheSourceEndsTheCall() {
		assertEnds(() -> Flux.just(1).map((value) -> fail(NoClassDefFoundError.class)));
		assertEnds(() -> {
			throw new NoClassDefFoundError("missing");
		});
		assertEnds(() -> Flux.defer(() -> {
			throw new NoClassDefFoundError("missing");
		}));
	}

	private void assertEnds(Supplier<Flux<Object>> work) {
		StepVerifier.create(this.guard.guard(work, this.guard.answerLimit()))
			.verifyErrorSatisfies((failure) -> assertThat(failure).hasCauseInstanceOf(NoClassDefFoundError.class));
		assertPlaceIsFree();
	}

	private static Object fail(Class<? extends Error> type) {
		try {
			throw type.getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertPlaceIsFree() {
		StepVerifier.create(this.guard.guard(() -> Mono.just(1).flux(), this.guard.answerLimit()))
			.expectNext(1)
			.verifyComplete();
		var held = this.guard.guard(Flux::never, this.guard.answerLimit()).subscribe();
		StepVerifier.create(this.guard.guard(Flux::empty, this.guard.answerLimit()))
			.verifyError(OverloadedException.class);
		held.dispose();
	}

}
