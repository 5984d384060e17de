package dev.mcpgateway.streamablehttp.replay;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import dev.mcpgateway.mcp.ServerMessage;
import dev.mcpgateway.mcp.ServerMessage.Kind;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The messages of one stream of the older era, numbered and kept for readers that come
 * and go (2025-11-25, Resumability and Redelivery). They go when a reader has got them to
 * the end, when the buffer is full, or when the {@link ReplayMemory} needs their room.
 * <p>
 * A subscriber of its own, since Reactor's replaying operators bound their buffers by
 * count or age, not by bytes of the process, and cannot drop what was delivered.
 */
public final class ReplayBuffer implements CoreSubscriber<ServerMessage>, Disposable {

	/** How many messages of a source are taken before others get its thread. */
	private static final int AT_ONCE = 64;

	private static final Scheduler SCHEDULER = Schedulers.parallel();

	private final StreamId id;

	private final ReplayRules rules;

	private final ReplayMemory memory;

	private final Owner owner;

	private final NavigableMap<Long, Message> messages = new TreeMap<>();

	/** Only touched by the source. */
	private long received;

	private long lastNumber;

	/** The highest number that any reader has got. */
	private long lastRead;

	/** Messages went that no reader had got. */
	private boolean missed;

	/** Messages are kept: the response did not come alone. */
	private boolean opened;

	private boolean ended;

	private boolean disposed;

	/** It was written to its end. */
	private boolean delivered;

	/** Its owner knows that it is over. */
	private boolean over;

	/** Somebody reads or has read. */
	private boolean wanted;

	/** Nobody will ever read. */
	private boolean discarded;

	private @Nullable ServerMessage alone;

	private @Nullable Subscription source;

	private @Nullable ReplayReader reader;

	private @Nullable MonoSink<Boolean> waiting;

	public ReplayBuffer(StreamId id, ReplayRules rules, ReplayMemory memory, Owner owner) {
		this.id = id;
		this.rules = rules;
		this.memory = memory;
		this.owner = owner;
	}

	public StreamId id() {
		return this.id;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		boolean late;
		synchronized (this) {
			this.source = subscription;
			late = this.disposed;
		}
		if (late) {
			subscription.cancel();
		}
		else {
			subscription.request(AT_ONCE);
		}
	}

	@Override
	public void onNext(ServerMessage message) {
		if (!takeAlone(message)) {
			keep(message);
		}
		announce();
		this.received++;
		if (this.received % AT_ONCE == 0) {
			// The messages go on without a reader, so that none holds them back. A source
			// that never pauses must not hold this thread, which may be an event loop.
			SCHEDULER.schedule(this::requestMore);
		}
	}

	private void requestMore() {
		Subscription running;
		synchronized (this) {
			running = this.source;
		}
		if (running != null) {
			running.request(AT_ONCE);
		}
	}

	/** A response before anything else needs no buffer. */
	private synchronized boolean takeAlone(ServerMessage message) {
		if (this.opened || message.kind() != Kind.RESPONSE) {
			this.opened = true;
			return false;
		}
		this.alone = message;
		return true;
	}

	private void keep(ServerMessage message) {
		if (isFullFor(message)) {
			return;
		}
		boolean room = this.memory.reserve(message.json().length);
		ReplayReader tooSlow;
		boolean kept;
		synchronized (this) {
			tooSlow = (room && accepts()) ? makeRoom() : null;
			kept = room && accepts() && hasRoomFor(message);
			if (kept) {
				put(message);
			}
			else if (!room && accepts() && !isLossy(message)) {
				this.missed = true;
				tooSlow = this.reader;
			}
		}
		if (room && !kept) {
			this.memory.release(message.json().length);
		}
		if (tooSlow != null) {
			tooSlow.leave();
		}
	}

	/** What would be dropped anyhow must not cost others their room. */
	private synchronized boolean isFullFor(ServerMessage message) {
		return !accepts() || (isLossy(message) && this.messages.size() >= this.rules.capacity()
				&& this.messages.firstKey() > this.lastRead);
	}

	private boolean accepts() {
		return !this.ended && !this.discarded;
	}

	private void put(ServerMessage message) {
		Message kept = new Message(++this.lastNumber, message);
		this.messages.put(kept.number, kept);
		this.memory.add(kept);
	}

	/**
	 * Only what a client is told may be lost: of a call, the newest; of a session's own
	 * stream, the oldest, after which the client has to read everything again.
	 * @return a reader that has not got what went
	 */
	private @Nullable ReplayReader makeRoom() {
		ReplayReader behind = null;
		while (this.messages.size() >= this.rules.capacity()) {
			long oldest = this.messages.firstKey();
			if (oldest > this.lastRead) {
				if (this.rules.dropsNewest()) {
					return null;
				}
				behind = this.reader;
				this.missed = true;
			}
			remove(this.messages.firstEntry().getValue());
		}
		return behind;
	}

	private boolean hasRoomFor(ServerMessage message) {
		return this.messages.size() < this.rules.capacity() || message.kind() != Kind.NOTIFICATION;
	}

	/** Whether the client does without a message as if it had never been sent. */
	private boolean isLossy(ServerMessage message) {
		return this.rules.dropsNewest() && message.kind() == Kind.NOTIFICATION;
	}

	private void remove(Message message) {
		if (this.messages.remove(message.number, message)) {
			this.memory.remove(message);
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
		finishIfEmpty();
	}

	private void announce() {
		ReplayReader attached;
		MonoSink<Boolean> deciding;
		synchronized (this) {
			attached = this.reader;
			deciding = this.waiting;
			this.waiting = null;
		}
		if (deciding != null) {
			deciding.success(true);
		}
		if (attached != null) {
			attached.drain();
		}
	}

	/** The response, when it has come before anything else. */
	public synchronized Optional<ServerMessage> alone() {
		return Optional.ofNullable(this.alone);
	}

	/**
	 * Completes when it is known whether the response comes alone; after some time that
	 * is taken for a no. A client that leaves before cannot come back, so that nothing is
	 * kept for it.
	 */
	public Mono<Boolean> decided(Duration patience) {
		return Mono.<Boolean>create((sink) -> {
			boolean known;
			synchronized (this) {
				known = this.opened || this.ended || this.alone != null;
				this.waiting = known ? null : sink;
			}
			if (known) {
				sink.success(true);
			}
		}).timeout(patience, Mono.fromCallable(() -> {
			open();
			return true;
		})).doOnCancel(this::discardUnread);
	}

	private synchronized void discardUnread() {
		if (!this.wanted) {
			this.discarded = true;
			clear();
		}
	}

	/** Keeps whatever comes from now on. */
	public synchronized void open() {
		this.opened = this.opened || this.alone == null;
	}

	/** Whether every message behind a number is there or still to come. */
	public synchronized boolean canResume(long after) {
		long oldest = this.messages.isEmpty() ? this.lastNumber + 1 : this.messages.firstKey();
		return after >= oldest - 1 && after <= this.lastNumber;
	}

	/** Whether nothing ever was behind a number, nor will be. */
	synchronized boolean isOver(long after) {
		return this.ended && after >= this.lastNumber;
	}

	/** Whether messages went that no reader had got; asking for it forgets it. */
	public synchronized boolean takeMissed() {
		boolean taken = this.missed;
		this.missed = false;
		return taken;
	}

	/** Where a reader goes on that does not say where it was. */
	public synchronized long lastRead() {
		return this.lastRead;
	}

	/**
	 * Reads the events behind a number. A new reader takes the place of the one before,
	 * which may be a connection that is dead without knowing it.
	 */
	public ReplayReader read(long after) {
		synchronized (this) {
			this.wanted = true;
		}
		this.owner.reading(this);
		return new ReplayReader(this, this.id, this.rules, after);
	}

	/** There is nothing to come and nothing to read again: the stream is over. */
	private void finishIfEmpty() {
		boolean over;
		boolean loss;
		synchronized (this) {
			over = this.ended && this.messages.isEmpty() && this.reader == null && !this.over && !this.disposed;
			loss = this.missed;
			this.over = this.over || over;
		}
		if (over) {
			this.owner.finished(this, loss);
		}
	}

	/** Nobody wants the messages any more. */
	@Override
	public void dispose() {
		Subscription running;
		ReplayReader attached;
		synchronized (this) {
			this.ended = true;
			this.disposed = true;
			running = this.source;
			attached = this.reader;
			clear();
		}
		if (running != null) {
			running.cancel();
		}
		if (attached != null) {
			attached.leave();
		}
	}

	/** Lets go of a stream that was delivered, unless somebody reads it again. */
	void drop() {
		synchronized (this) {
			this.delivered = false;
			if (this.reader == null) {
				clear();
			}
		}
		finishIfEmpty();
	}

	private void clear() {
		this.messages.values().forEach(this.memory::remove);
		this.messages.clear();
	}

	/**
	 * Knows a stream as long as a client may come back to it.
	 */
	public interface Owner {

		/** Somebody reads the stream, who may be cut off. */
		void reading(ReplayBuffer buffer);

		/**
		 * Nothing of the stream can be read any more.
		 * @param loss whether that is so although no reader had got all of it
		 */
		void finished(ReplayBuffer buffer, boolean loss);

	}

	/**
	 * One message in its place.
	 */
	final class Message extends ReplayMemory.Kept {

		private final long number;

		private final ServerMessage message;

		Message(long number, ServerMessage message) {
			this.number = number;
			this.message = message;
		}

		long number() {
			return this.number;
		}

		ServerMessage message() {
			return this.message;
		}

		@Override
		int length() {
			return this.message.json().length;
		}

		/** And what is older, which there is none of. */
		@Override
		void evict() {
			ReplayReader behind = null;
			synchronized (ReplayBuffer.this) {
				if (ReplayBuffer.this.messages.get(this.number) != this) {
					return;
				}
				if (this.number > ReplayBuffer.this.lastRead) {
					ReplayBuffer.this.missed = true;
					behind = ReplayBuffer.this.reader;
				}
				remove(this);
			}
			if (behind != null) {
				behind.leave();
			}
			finishIfEmpty();
		}

	}

	/** Attaches a reader in place of the one before. */
	void attach(ReplayReader next) {
		ReplayReader before;
		synchronized (this) {
			before = this.reader;
			this.reader = next;
		}
		if (before != null && before != next) {
			before.leave();
		}
	}

	synchronized void detach(ReplayReader leaving) {
		if (this.reader == leaving) {
			this.reader = null;
		}
	}

	/** The message behind a number, when there is one. */
	synchronized @Nullable Message next(long position) {
		Map.Entry<Long, Message> next = this.messages.higherEntry(position);
		return (next != null) ? next.getValue() : null;
	}

	/** Whether nothing is kept behind a number, nor will be. */
	synchronized boolean isDone(long position) {
		return this.ended && this.messages.higherKey(position) == null;
	}

	synchronized void wasRead(long number) {
		this.lastRead = Math.max(this.lastRead, number);
	}

	/** All up to a number was written, and its connection ended in good order. */
	void delivered(long position) {
		long cost = 0;
		synchronized (this) {
			if (!isOver(position) || this.delivered) {
				return;
			}
			this.delivered = true;
			for (Message each : this.messages.values()) {
				cost += ReplayMemory.cost(each.length());
			}
		}
		if (cost > 0) {
			this.memory.delivered(this, cost);
		}
		finishIfEmpty();
	}

}
