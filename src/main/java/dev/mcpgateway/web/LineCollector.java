package dev.mcpgateway.web;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Encodes what a stream emits as it comes, and hands out all that is ready whenever the
 * reader has room: one line at once from a slow stream, many in one buffer from a fast
 * one. Asks the stream for more only while little waits, so that a reader who stalls
 * stalls the source.
 */
final class LineCollector<T> implements CoreSubscriber<T> {

	/** With more than this many bytes waiting, the stream is not asked for more. */
	private static final int ENOUGH = 64 * 1024;

	private static final int SMALLEST_WINDOW = 4;

	private static final int LARGEST_WINDOW = 512;

	private final LineFormat<T> format;

	private final ContextView context;

	private final LineBuffer waiting = new LineBuffer();

	/**
	 * What can be cancelled: absent before it starts and after it has ended by itself.
	 */
	private @Nullable Subscription source;

	private @Nullable MonoSink<ByteBuffer> reader;

	private boolean anyLine;

	private boolean ended;

	private @Nullable Throwable failure;

	/** Somebody is asking the stream for more, and will serve the reader afterwards. */
	private boolean asking;

	/** How many values are on their way. */
	private int asked;

	/** How many values may be on their way: fewer where lines are long. */
	private int window = SMALLEST_WINDOW;

	LineCollector(LineFormat<T> format, ContextView context) {
		this.format = format;
		this.context = context;
	}

	@Override
	public Context currentContext() {
		return Context.of(this.context);
	}

	/**
	 * All that is ready, as soon as there is something.
	 * @return the bytes, or nothing when the stream has ended, or its failure when it
	 * failed before any line
	 */
	Mono<ByteBuffer> next() {
		return Mono.create((sink) -> {
			synchronized (this) {
				this.reader = sink;
			}
			sink.onCancel(this::cancel);
			serve();
		});
	}

	/** Whether everything has been handed out. */
	synchronized boolean isDone() {
		return this.ended && this.waiting.size() == 0;
	}

	void cancel() {
		Subscription subscription;
		synchronized (this) {
			this.ended = true;
			this.waiting.drain();
			subscription = this.source;
			this.source = null;
		}
		if (subscription != null) {
			subscription.cancel();
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		boolean gone;
		synchronized (this) {
			this.source = subscription;
			gone = this.ended;
		}
		if (gone) {
			subscription.cancel();
		}
		else {
			serve();
		}
	}

	@Override
	public void onNext(T value) {
		Subscription unwanted = null;
		synchronized (this) {
			this.asked--;
			if (this.ended) {
				Operators.onDiscard(value, currentContext());
				return;
			}
			int before = this.waiting.size();
			try {
				LineWriter.write(value, this.format, this.waiting);
			}
			catch (RuntimeException ex) {
				this.waiting.takeBack();
				fail(ex);
				unwanted = this.source;
				this.source = null;
			}
			resize(this.waiting.size() - before);
			keep();
		}
		if (unwanted != null) {
			unwanted.cancel();
		}
		serve();
	}

	/** Follows the length of the lines: about as many as make up {@link #ENOUGH}. */
	private void resize(int length) {
		int fitting = ENOUGH / Math.max(1, length);
		int next = (fitting > this.window) ? this.window * 2 : fitting;
		this.window = Math.clamp(next, SMALLEST_WINDOW, LARGEST_WINDOW);
	}

	private void keep() {
		this.waiting.keep();
		this.anyLine = this.anyLine || this.waiting.size() > 0;
	}

	@Override
	public void onError(Throwable ex) {
		synchronized (this) {
			if (this.ended) {
				if (!Exceptions.isCancel(ex)) {
					Operators.onErrorDropped(ex, currentContext());
				}
				return;
			}
			fail(ex);
			keep();
			this.source = null;
		}
		serve();
	}

	private void fail(Throwable ex) {
		this.ended = true;
		if (this.anyLine) {
			this.format.failure(ex, this.waiting);
		}
		else {
			this.failure = ex;
		}
	}

	@Override
	public void onComplete() {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			this.format.end(this.waiting);
			keep();
			this.source = null;
		}
		serve();
	}

	/**
	 * Hands over what is ready, then asks for more, both outside the lock, and again as
	 * long as that brings something. A stream that emits while it is asked is served when
	 * it pauses: its lines go out together.
	 */
	private void serve() {
		while (serveOnce()) {
			synchronized (this) {
				this.asking = false;
			}
		}
	}

	/** Returns whether the stream was asked for more. */
	private boolean serveOnce() {
		MonoSink<ByteBuffer> served = null;
		ByteBuffer ready = null;
		Throwable failed = null;
		Subscription asked = null;
		int more = 0;
		synchronized (this) {
			if (this.asking) {
				// Whoever asks serves afterwards.
				return false;
			}
			if (this.reader != null && (this.waiting.size() > 0 || this.ended)) {
				served = this.reader;
				this.reader = null;
				failed = this.failure;
				ready = (this.waiting.size() > 0) ? this.waiting.drain() : null;
			}
			if (this.source != null && !this.ended && this.waiting.size() < ENOUGH && this.asked <= this.window / 2) {
				asked = this.source;
				more = this.window - this.asked;
				this.asked = this.window;
				this.asking = true;
			}
		}
		if (served != null) {
			hand(served, ready, failed);
		}
		if (asked != null) {
			asked.request(more);
		}
		return asked != null;
	}

	private static void hand(MonoSink<ByteBuffer> reader, @Nullable ByteBuffer ready, @Nullable Throwable failed) {
		if (failed != null) {
			reader.error(failed);
		}
		else if (ready != null) {
			reader.success(ready);
		}
		else {
			reader.success();
		}
	}

}
