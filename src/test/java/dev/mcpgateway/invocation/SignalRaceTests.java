package dev.mcpgateway.invocation;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.mcpgateway.failure.GatewayStoppingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever else ends a call, its reader sees signals by the rules of Reactive Streams.
 */
class SignalRaceTests {

	private static final int RACES = 10_000;

	private static final TimeLimit LIMIT = new TimeLimit.Total(Duration.ofMinutes(1));

	enum Move {

		COMPLETE, FAIL, CANCEL, SUBSCRIBE

	}

	@ParameterizedTest
	@EnumSource
	void anEndFromOutsideNeverOverlapsASignal(Move move) throws Exception {
		ExecutorService others = Executors.newFixedThreadPool(2);
		CyclicBarrier start = new CyclicBarrier(3);
		try {
			for (int i = 0; i < RACES; i++) {
				StrictSubscriber<Integer> reader = new StrictSubscriber<>() {
					@Override
					void subscribed() {
						request(2);
					}
				};
				AtomicInteger ended = new AtomicInteger();
				AtomicInteger cancelled = new AtomicInteger();
				GuardedSubscriber<Integer> guarded = new GuardedSubscriber<>(reader, LIMIT,
						(self) -> ended.incrementAndGet());
				guarded.open();
				Source source = new Source(cancelled);
				if (move != Move.SUBSCRIBE) {
					guarded.onSubscribe(source);
				}
				Future<?> ending = others.submit(() -> {
					start.await();
					guarded.end(new GatewayStoppingException());
					return null;
				});
				Future<?> cancelling = others.submit(() -> {
					start.await();
					if (move == Move.CANCEL) {
						reader.cancel();
					}
					return null;
				});
				start.await();
				emit(guarded, source, move);
				ending.get();
				cancelling.get();
				assertThat(reader.breaches()).isEmpty();
				assertThat(ended).as("told of its end").hasValue(1);
				if (move != Move.CANCEL) {
					assertThat(reader.isEnded()).isTrue();
				}
				if (!reader.isCompleted() && move != Move.FAIL) {
					assertThat(cancelled).as("source cancelled").hasPositiveValue();
				}
			}
		}
		finally {
			others.shutdownNow();
		}
	}

	private static void emit(GuardedSubscriber<Integer> guarded, Source source, Move move) {
		switch (move) {
			case COMPLETE -> {
				guarded.onNext(1);
				guarded.onNext(2);
				guarded.onComplete();
			}
			case FAIL -> {
				guarded.onNext(1);
				guarded.onError(new IllegalStateException("own failure"));
			}
			case CANCEL -> {
				guarded.onNext(1);
				guarded.onNext(2);
			}
			case SUBSCRIBE -> {
				guarded.onSubscribe(source);
				guarded.onNext(1);
			}
		}
	}

	@Test
	void anEndThatComesWhileAValueIsReadIsToldAfterwards() {
		AtomicReference<GuardedSubscriber<Integer>> itself = new AtomicReference<>();
		StrictSubscriber<Integer> reader = new StrictSubscriber<>() {
			@Override
			void received(Integer value) {
				itself.get().end(new GatewayStoppingException());
			}
		};
		GuardedSubscriber<Integer> guarded = new GuardedSubscriber<>(reader, LIMIT, (self) -> {
		});
		itself.set(guarded);
		guarded.open();
		AtomicInteger cancelled = new AtomicInteger();
		guarded.onSubscribe(new Source(cancelled));
		reader.request(1);
		guarded.onNext(1);
		assertThat(reader.breaches()).isEmpty();
		assertThat(reader.failure()).isInstanceOf(GatewayStoppingException.class);
		assertThat(cancelled).hasValue(1);
	}

	@Test
	void aSourceThatIsNotThereYetIsCancelledWhenItComes() {
		StrictSubscriber<Integer> reader = new StrictSubscriber<>();
		GuardedSubscriber<Integer> guarded = new GuardedSubscriber<>(reader, LIMIT, (self) -> {
		});
		guarded.open();
		reader.request(1);
		guarded.end(new GatewayStoppingException());
		AtomicInteger cancelled = new AtomicInteger();
		guarded.onSubscribe(new Source(cancelled));
		assertThat(reader.breaches()).isEmpty();
		assertThat(reader.failure()).isInstanceOf(GatewayStoppingException.class);
		assertThat(cancelled).hasValue(1);
	}

	@Test
	void aSourceMayEmitWithinARequest() {
		// Allowed by rule 3.3 as long as the recursion is bounded.
		Publisher<Integer> recursive = (subscriber) -> subscriber.onSubscribe(new Recursive(subscriber));
		StrictSubscriber<Integer> reader = new StrictSubscriber<>() {
			@Override
			void subscribed() {
				request(1);
			}

			@Override
			public void onNext(Integer value) {
				if (value < 5) {
					// The values within belong to this call: not an overlap.
					super.onNext(value);
					request(1);
				}
				else {
					super.onNext(value);
				}
			}
		};
		new CallGuard(CallDurations.PATIENT).guard(() -> Flux.from(recursive), LIMIT).subscribe(reader);
		assertThat(reader.breaches()).isEmpty();
		assertThat(reader.values()).isEqualTo(5);
		assertThat(reader.isCompleted()).isTrue();
	}

	private static final class Source implements Subscription {

		private final AtomicInteger cancelled;

		Source(AtomicInteger cancelled) {
			this.cancelled = cancelled;
		}

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
			this.cancelled.incrementAndGet();
		}

	}

	private static final class Recursive implements Subscription {

		private final Subscriber<? super Integer> subscriber;

		private int last;

		Recursive(Subscriber<? super Integer> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public void request(long count) {
			this.last++;
			this.subscriber.onNext(this.last);
			if (this.last == 5) {
				this.last++;
				this.subscriber.onComplete();
			}
		}

		@Override
		public void cancel() {
		}

	}

}
