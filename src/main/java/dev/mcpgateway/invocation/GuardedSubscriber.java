package dev.mcpgateway.invocation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.mcpgateway.feature.DeadlineExceededException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Stands between one piece of work and its reader, and can end it from outside. The
 * source and whoever ends it compete for {@code state}: only who moves it may talk to the
 * reader, so that signals never overlap.
 */
final class GuardedSubscriber<T> implements CoreSubscriber<T>, Subscription {

	private static final int QUIET = 0;

	private static final int EMITTING = 1;

	private static final int ENDED = 2;

	private final CoreSubscriber<? super T> reader;

	private final TimeLimit limit;

	private final Consumer<GuardedSubscriber<T>> ended;

	private final AtomicInteger state = new AtomicInteger(QUIET);

	private final AtomicLong demand = new AtomicLong();

	private volatile long lastMove = System.nanoTime();

	private volatile @Nullable Throwable pendingEnd;

	private volatile @Nullable Disposable clock;

	private volatile Subscription source = Operators.emptySubscription();

	/**
	 * Creates a guard.
	 * @param ended told once, when the work has ended in whichever way
	 */
	GuardedSubscriber(CoreSubscriber<? super T> reader, TimeLimit limit, Consumer<GuardedSubscriber<T>> ended) {
		this.reader = reader;
		this.limit = limit;
		this.ended = ended;
	}

	/** Starts to look at the time, unless the work has ended. */
	void startClock() {
		if (this.state.get() == ENDED) {
			return;
		}
		long period = this.limit.period().toMillis();
		Scheduler scheduler = Schedulers.parallel();
		Disposable started = switch (this.limit) {
			case TimeLimit.Total total -> scheduler.schedule(this::look, period, TimeUnit.MILLISECONDS);
			case TimeLimit.Pauses pauses ->
				scheduler.schedulePeriodically(this::look, period, period, TimeUnit.MILLISECONDS);
		};
		this.clock = started;
		if (this.state.get() == ENDED) {
			started.dispose();
		}
	}

	private void look() {
		long still = System.nanoTime() - this.lastMove;
		switch (this.limit) {
			case TimeLimit.Total(var deadline) ->
				end(new DeadlineExceededException("The call did not finish", deadline, null));
			case TimeLimit.Pauses(var forSource, var forReader) -> {
				boolean wanted = this.demand.get() > 0;
				if (wanted && still > forSource.toNanos()) {
					end(new DeadlineExceededException("Nothing more was produced", forSource, null));
				}
				else if (!wanted && still > forReader.toNanos()) {
					end(new DeadlineExceededException("The reader took nothing", forReader, null));
				}
			}
		}
	}

	/** Cancels the work and tells the reader why; does nothing when it has ended. */
	void end(Throwable failure) {
		this.pendingEnd = failure;
		if (this.state.compareAndSet(QUIET, ENDED)) {
			close();
			this.source.cancel();
			this.reader.onError(failure);
		}
	}

	@Override
	public Context currentContext() {
		return this.reader.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.source = subscription;
		this.reader.onSubscribe(this);
	}

	@Override
	public void onNext(T value) {
		if (!this.state.compareAndSet(QUIET, EMITTING)) {
			Operators.onDiscard(value, currentContext());
			return;
		}
		if (this.demand.get() != Long.MAX_VALUE) {
			this.demand.decrementAndGet();
		}
		this.lastMove = System.nanoTime();
		this.reader.onNext(value);
		this.lastMove = System.nanoTime();
		this.state.compareAndSet(EMITTING, QUIET);
		Throwable pending = this.pendingEnd;
		if (pending != null) {
			end(pending);
		}
	}

	@Override
	public void onError(Throwable failure) {
		if (this.state.getAndSet(ENDED) != ENDED) {
			close();
			this.reader.onError(failure);
		}
		else if (!Exceptions.isCancel(failure)) {
			Operators.onErrorDropped(failure, currentContext());
		}
	}

	@Override
	public void onComplete() {
		if (this.state.getAndSet(ENDED) != ENDED) {
			close();
			this.reader.onComplete();
		}
	}

	@Override
	public void request(long count) {
		this.lastMove = System.nanoTime();
		this.demand.accumulateAndGet(count, Operators::addCap);
		this.source.request(count);
	}

	@Override
	public void cancel() {
		if (this.state.getAndSet(ENDED) != ENDED) {
			close();
		}
		this.source.cancel();
	}

	private void close() {
		Disposable running = this.clock;
		if (running != null) {
			running.dispose();
		}
		this.ended.accept(this);
	}

}
