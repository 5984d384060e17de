package dev.mcpgateway.streamablehttp;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.mcp.ServerMessage.Kind;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;

/**
 * The messages of one request, or of one session's own stream, on their way to whoever
 * reads them. Either bound to its one reader, which holds the source back and whose
 * leaving ends it; or kept for readers that come and go, with numbers by which they
 * resume.
 */
final class MessageStream implements CoreSubscriber<ServerMessage> {

	private final StreamRules rules;

	/** By number; those that were sent stay while there is room. */
	private final NavigableMap<Long, ServerMessage> messages = new TreeMap<>();

	private long lastNumber;

	private long size;

	/** The highest number that any reader has got. */
	private volatile long lastSent;

	private boolean ended;

	private @Nullable Subscription source;

	private @Nullable EventReader reader;

	private @Nullable MonoSink<MessageStream> waiting;

	MessageStream(StreamRules rules) {
		this.rules = rules;
	}

	StreamRules rules() {
		return this.rules;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		boolean late;
		synchronized (this) {
			this.source = subscription;
			late = this.ended;
		}
		if (late) {
			subscription.cancel();
		}
		else {
			subscription.request(this.rules.kept() ? Long.MAX_VALUE : 1);
		}
	}

	@Override
	public void onNext(ServerMessage message) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			if (hasRoomFor(message)) {
				this.messages.put(++this.lastNumber, message);
				this.size += message.json().length;
			}
		}
		announce();
	}

	/**
	 * Only what a client is told may be lost: of a call, the newest; of a session's own
	 * stream, the oldest, after which the client cannot resume and knows that it has to
	 * look anew.
	 */
	private boolean hasRoomFor(ServerMessage message) {
		while (this.messages.size() >= this.rules.capacity()) {
			Map.Entry<Long, ServerMessage> oldest = this.messages.firstEntry();
			boolean sent = this.reader != null && this.reader.position() >= oldest.getKey();
			if (!sent && this.rules.dropsNewest()) {
				return message.kind() != Kind.NOTIFICATION;
			}
			if (!sent && this.reader != null) {
				this.reader.leave();
			}
			remove(oldest.getKey());
		}
		return true;
	}

	private void remove(long number) {
		ServerMessage removed = this.messages.remove(number);
		if (removed != null) {
			this.size -= removed.json().length;
		}
	}

	@Override
	public void onError(Throwable failure) {
		// Messages do not fail; and if they did, their reader could not be told more.
		Operators.onErrorDropped(failure, currentContext());
		onComplete();
	}

	@Override
	public void onComplete() {
		synchronized (this) {
			this.ended = true;
		}
		announce();
	}

	private void announce() {
		EventReader attached;
		MonoSink<MessageStream> first;
		synchronized (this) {
			attached = this.reader;
			first = this.waiting;
			this.waiting = null;
		}
		if (first != null) {
			first.success(this);
		}
		if (attached != null) {
			attached.drain();
		}
	}

	/** Completes as soon as there is a message, or will be none. */
	Mono<MessageStream> first() {
		return Mono.create((sink) -> {
			boolean there;
			synchronized (this) {
				there = this.lastNumber > 0 || this.ended;
				this.waiting = there ? null : sink;
			}
			if (there) {
				sink.success(this);
			}
		});
	}

	/**
	 * The response, for a client that takes nothing else: what it would be told is left
	 * out.
	 * @return the response; nothing when there will be none, or the client is asked
	 */
	Mono<Optional<ServerMessage>> response() {
		return first().flatMap((stream) -> {
			Optional<ServerMessage> response;
			boolean hopeless;
			synchronized (this) {
				response = this.messages.values().stream().filter((each) -> each.kind() == Kind.RESPONSE).findFirst();
				hopeless = this.ended
						|| this.messages.values().stream().anyMatch((each) -> each.kind() == Kind.QUESTION);
				this.messages.clear();
				this.size = 0;
				this.lastNumber = 0;
			}
			if (response.isPresent() || hopeless) {
				return Mono.just(response);
			}
			taken();
			return response();
		});
	}

	/** The response, when it is the only message. */
	synchronized Optional<ServerMessage> onlyResponse() {
		return (this.lastNumber == 1) ? Optional.of(this.messages.firstEntry().getValue())
			.filter((message) -> message.kind() == Kind.RESPONSE) : Optional.empty();
	}

	/** Whether there is or will be a message behind a number, none of them lost. */
	synchronized boolean canResume(long after) {
		long oldest = this.messages.isEmpty() ? this.lastNumber + 1 : this.messages.firstKey();
		return after >= oldest - 1 && after <= this.lastNumber;
	}

	synchronized boolean isEnded() {
		return this.ended;
	}

	/** How many bytes it holds. */
	synchronized long size() {
		return this.size;
	}

	/** The events that no reader has got yet. */
	Flux<byte[]> unread() {
		return Flux.defer(() -> events(this.lastSent));
	}

	/**
	 * The events behind a number. A new reader takes the place of the one before, which
	 * may be a connection that is dead without knowing it.
	 */
	Flux<byte[]> events(long after) {
		return new Flux<>() {
			@Override
			public void subscribe(CoreSubscriber<? super byte[]> subscriber) {
				EventReader next = new EventReader(MessageStream.this, subscriber, after);
				EventReader before;
				synchronized (MessageStream.this) {
					before = MessageStream.this.reader;
					MessageStream.this.reader = next;
				}
				if (before != null) {
					before.leave();
				}
				next.start();
			}
		};
	}

	/** The next message for a reader. */
	synchronized Optional<Map.Entry<Long, ServerMessage>> next(long position) {
		Map.Entry<Long, ServerMessage> next = this.messages.higherEntry(position);
		if (next != null && !this.rules.kept()) {
			remove(next.getKey());
		}
		return Optional.ofNullable(next);
	}

	/** Whether nothing will come behind a number. */
	synchronized boolean isDone(long position) {
		return this.ended && this.messages.higherKey(position) == null;
	}

	/** A message was taken: the source may go on. */
	void taken() {
		taken(0);
	}

	void taken(long number) {
		this.lastSent = Math.max(this.lastSent, number);
		Subscription running = this.source;
		if (running != null && !this.rules.kept()) {
			running.request(1);
		}
	}

	/** The reader has left. */
	void left(EventReader leaving) {
		synchronized (this) {
			if (this.reader == leaving) {
				this.reader = null;
			}
		}
		if (!this.rules.kept()) {
			cancel();
		}
	}

	/** Nobody wants the messages any more. */
	void cancel() {
		Subscription running;
		synchronized (this) {
			this.ended = true;
			running = this.source;
		}
		if (running != null) {
			running.cancel();
		}
	}

}
