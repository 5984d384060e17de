package dev.mcpgateway.invocation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * A reader that notes each breach of the rules of Reactive Streams.
 */
class StrictSubscriber<T> implements CoreSubscriber<T> {

	private final List<String> breaches = new CopyOnWriteArrayList<>();

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger values = new AtomicInteger();

	private final AtomicLong demand = new AtomicLong();

	private volatile @Nullable Subscription subscription;

	private volatile boolean ended;

	private volatile boolean completed;

	private volatile @Nullable Throwable failure;

	@Override
	public void onSubscribe(Subscription given) {
		enter("onSubscribe");
		if (this.subscription != null) {
			this.breaches.add("a second onSubscribe");
		}
		this.subscription = given;
		subscribed();
		leave();
	}

	@Override
	public void onNext(T value) {
		enter("onNext");
		check("onNext");
		if (this.demand.getAndDecrement() <= 0) {
			this.breaches.add("a value that was not asked for");
		}
		this.values.incrementAndGet();
		received(value);
		leave();
	}

	@Override
	public void onError(Throwable given) {
		enter("onError");
		check("onError");
		this.ended = true;
		this.failure = given;
		leave();
	}

	@Override
	public void onComplete() {
		enter("onComplete");
		check("onComplete");
		this.ended = true;
		this.completed = true;
		leave();
	}

	private void enter(String signal) {
		if (this.inside.getAndIncrement() != 0) {
			this.breaches.add(signal + " inside of another signal");
		}
	}

	private void leave() {
		this.inside.decrementAndGet();
	}

	private void check(String signal) {
		if (this.subscription == null) {
			this.breaches.add(signal + " before onSubscribe");
		}
		if (this.ended) {
			this.breaches.add(signal + " after the end");
		}
	}

	/** Called within {@code onSubscribe}. */
	void subscribed() {
	}

	/** Called within {@code onNext}. */
	void received(T value) {
	}

	void request(long count) {
		Subscription given = this.subscription;
		if (given != null) {
			this.demand.addAndGet(count);
			given.request(count);
		}
	}

	void cancel() {
		Subscription given = this.subscription;
		if (given != null) {
			given.cancel();
		}
	}

	List<String> breaches() {
		return this.breaches;
	}

	int values() {
		return this.values.get();
	}

	boolean isEnded() {
		return this.ended;
	}

	boolean isCompleted() {
		return this.completed;
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

}
