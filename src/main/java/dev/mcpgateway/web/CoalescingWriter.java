package dev.mcpgateway.web;

import java.nio.ByteBuffer;

import dev.mcpgateway.failure.ErrorBoundary;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The one writer of everything that streams, lines and server-sent events alike. Encodes
 * what a stream emits as it comes, and hands out all that is ready whenever the reader
 * has room: one line at once from a slow stream, many in one buffer from a fast one. Asks
 * the stream for more only while little waits, so that a reader who stalls stalls the
 * source.
 * <p>
 * A subscriber of its own because no operator drains whatever is ready: buffering by
 * count or time made slow streams invisible, and flushing each line was 30 times slower
 * (ADR 5 and 15).
 *
 * @param <T> what the stream emits
 */
public final class CoalescingWriter<T> implements CoreSubscriber<T> {

	/** With more than this many bytes waiting, the stream is not asked for more. */
	private static final int ENOUGH = 64 * 1024;

	private static final int FIRST_WINDOW = 4;

	private static final int SMALLEST_WINDOW = 2;

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

	/** Nothing was handed out since the clock of silence ticked. */
	private boolean silent;

	private boolean ended;

	private @Nullable Throwable failure;

	/** Somebody is asking the stream for more, and will serve the reader afterwards. */
	private boolean asking;

	/** How many values are on their way. */
	private int asked;

	/** How many values may be on their way: fewer where lines are long. */
	private int window = FIRST_WINDOW;

	CoalescingWriter(LineFormat<T> format, ContextView context) {
		this.format = format;
		this.context = context;
	}

	/**
	 * Cuts a stream into pieces of bytes.
	 * @param stream subscribed when the pieces are; cancelled with them
	 * @param format how its signals look
	 * @param keepAlive when a silent stream writes {@link LineFormat#silence}
	 * @return the pieces, cold and of one subscriber. Each is to be written and flushed
	 * before the next is subscribed, and is empty only at the end
	 */
	public static <T> Flux<Mono<ByteBuffer>> pieces(Flux<T> stream, LineFormat<T> format, KeepAlive keepAlive) {
		return Flux.deferContextual((context) -> {
			CoalescingWriter<T> writer = new CoalescingWriter<>(format, context);
			Disposable clock = keepAlive.add(writer::tick);
			stream.subscribe(writer);
			return writer.pieces().doFinally((signal) -> {
				clock.dispose();
				writer.cancel();
			});
		});
	}

	/** Pieces until everything has been handed out. */
	Flux<Mono<ByteBuffer>> pieces() {
		Mono<ByteBuffer> next = next();
		return Flux.generate((sink) -> {
			if (isDone()) {
				sink.complete();
			}
			else {
				sink.next(next);
			}
		});
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

	/** The clock of silence: a reader who has waited since its last tick gets a sign. */
	void tick() {
		synchronized (this) {
			if (this.silent && this.reader != null && !this.ended && this.waiting.size() == 0) {
				this.format.silence(this.waiting);
				this.waiting.commit();
			}
			this.silent = true;
		}
		serve();
	}

	/** Whether everything has been handed out. */
	synchronized boolean isDone() {
		return this.ended && this.waiting.size() == 0 && this.failure == null;
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
				encode(value, this.format, this.waiting);
			}
			catch (RuntimeException ex) {
				this.waiting.rollback();
				fail(ex);
				unwanted = this.source;
				this.source = null;
			}
			resize(this.waiting.size() - before);
			commit();
		}
		if (unwanted != null) {
			unwanted.cancel();
		}
		serve();
	}

	/**
	 * Encodes a value. An error of what does it is a failure of this stream.
	 */
	static <T> void encode(T value, LineFormat<T> format, LineBuffer out) {
		ErrorBoundary.run(() -> format.value(value, out));
	}

	/** Follows the length of the lines: about as many as make up {@link #ENOUGH}. */
	private void resize(int length) {
		int fitting = ENOUGH / Math.max(1, length);
		int next = (fitting > this.window) ? this.window * 2 : fitting;
		this.window = Math.clamp(next, SMALLEST_WINDOW, LARGEST_WINDOW);
	}

	private void commit() {
		this.waiting.commit();
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
			commit();
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
			commit();
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
				this.silent = false;
				failed = this.failure;
				this.failure = null;
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
