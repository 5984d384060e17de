package dev.mcpgateway.invocation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.ErrorBoundary;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
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

	private static final Logger logger = LoggerFactory.getLogger(GuardedSubscriber.class);

	private static final int QUIET = 0;

	private static final int EMITTING = 1;

	private static final int ENDED = 2;

	private final CoreSubscriber<? super T> reader;

	private final TimeLimit limit;

	private final Consumer<GuardedSubscriber<T>> ended;

	/** Nobody else may talk to the reader before {@link #open()} has. */
	private final AtomicInteger state = new AtomicInteger(EMITTING);

	private final AtomicLong demand = new AtomicLong();

	private volatile long lastMove = System.nanoTime();

	private volatile @Nullable Throwable pendingEnd;

	private volatile @Nullable Disposable clock;

	/** Keeps what the reader wants until the source is there, however late it comes. */
	private final Operators.DeferredSubscription source = new Operators.DeferredSubscription();

	/**
	 * Creates a guard.
	 * @param ended told once, when the work has ended in whichever way
	 */
	GuardedSubscriber(CoreSubscriber<? super T> reader, TimeLimit limit, Consumer<GuardedSubscriber<T>> ended) {
		this.reader = reader;
		this.limit = limit;
		this.ended = ended;
	}

	/**
	 * Gives the reader its subscription, before any work is done.
	 * @return whether there is still work to do
	 */
	boolean open() {
		try {
			this.reader.onSubscribe(this);
		}
		catch (Throwable ex) {
			this.pendingEnd = ErrorBoundary.contained(ex);
		}
		deliverPendingEnd();
		return this.state.get() != ENDED;
	}

	/** Starts to look at the time, unless the work has ended. */
	void startClock() {
		if (this.state.get() == ENDED) {
			return;
		}
		long period = this.limit.period().toMillis();
		Scheduler scheduler = Schedulers.parallel();
		Disposable started = switch (this.limit) {
			case TimeLimit.Unlimited unlimited -> Disposables.disposed();
			case TimeLimit.Total total -> scheduler.schedule(this::checkDeadline, period, TimeUnit.MILLISECONDS);
			case TimeLimit.Pauses pauses ->
				scheduler.schedulePeriodically(this::checkDeadline, period, period, TimeUnit.MILLISECONDS);
		};
		this.clock = started;
		if (this.state.get() == ENDED) {
			started.dispose();
		}
	}

	private void checkDeadline() {
		long still = System.nanoTime() - this.lastMove;
		switch (this.limit) {
			case TimeLimit.Unlimited unlimited -> {
			}
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
		this.source.set(subscription);
	}

	@Override
	public void onNext(T value) {
		// A source may emit within a request that the reader makes within onNext.
		boolean nested = !this.state.compareAndSet(QUIET, EMITTING);
		if (nested && this.state.get() == ENDED) {
			Operators.onDiscard(value, currentContext());
			return;
		}
		if (this.demand.get() != Long.MAX_VALUE) {
			this.demand.decrementAndGet();
		}
		this.lastMove = System.nanoTime();
		try {
			this.reader.onNext(value);
		}
		catch (Throwable ex) {
			// Reactor rethrows what it takes for fatal to whoever emits, and nobody would
			// hear of this call again.
			this.pendingEnd = ErrorBoundary.contained(ex);
		}
		this.lastMove = System.nanoTime();
		if (!nested) {
			deliverPendingEnd();
		}
	}

	/** Leaves {@code EMITTING}, and ends the work if somebody wanted that meanwhile. */
	private void deliverPendingEnd() {
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
		else {
			// What is cancelled often fails of it, which is nobody's fault.
			logger.debug("Failed after its end", failure);
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
		try {
			this.source.request(count);
		}
		catch (Throwable ex) {
			end(ErrorBoundary.contained(ex));
		}
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
