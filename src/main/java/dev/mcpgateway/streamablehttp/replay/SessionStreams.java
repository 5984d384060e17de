package dev.mcpgateway.streamablehttp.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The streams of one session that a client may come back to. There are as many as still
 * run or hold a message, which the {@link ReplayMemory} bounds.
 */
public final class SessionStreams implements Disposable, ReplayBuffer.Owner {

	/** Of how many streams it is remembered that something of them was lost. */
	private static final int MAX_LOST = 64;

	private final Map<StreamId, ReplayBuffer> streams = new HashMap<>(4);

	private @Nullable Set<StreamId> lost;

	private long lastStream;

	private boolean disposed;

	/** A name for the stream of a request. */
	public synchronized StreamId nextId() {
		this.lastStream++;
		return new StreamId(this.lastStream);
	}

	/** Remembers a stream until it is over. */
	@Override
	public void reading(ReplayBuffer stream) {
		boolean late;
		synchronized (this) {
			late = this.disposed;
			if (!late) {
				this.streams.put(stream.id(), stream);
			}
		}
		if (late) {
			stream.dispose();
		}
	}

	/** The stream that belongs to no request, made when it is first asked for. */
	public Own own(Supplier<ReplayBuffer> make) {
		ReplayBuffer made;
		synchronized (this) {
			ReplayBuffer known = this.streams.get(StreamId.OWN);
			if (known != null) {
				return new Own(known, false);
			}
			made = make.get();
			this.streams.put(StreamId.OWN, made);
		}
		reading(made);
		return new Own(made, true);
	}

	/** Finds the place behind an event. */
	public synchronized Resumption find(StreamId.Place place) {
		ReplayBuffer stream = this.streams.get(place.stream());
		if (stream != null) {
			if (stream.isOver(place.position())) {
				return new Resumption.Over();
			}
			return stream.canResume(place.position()) ? new Resumption.Found(stream) : new Resumption.Forgotten();
		}
		boolean was = place.stream().number() >= 1 && place.stream().number() <= this.lastStream;
		boolean lossy = this.lost != null && this.lost.contains(place.stream());
		return (was && !lossy) ? new Resumption.Over() : new Resumption.Forgotten();
	}

	@Override
	public synchronized void finished(ReplayBuffer buffer, boolean loss) {
		if (this.streams.remove(buffer.id(), buffer) && loss) {
			Set<StreamId> known = (this.lost != null) ? this.lost : new LinkedHashSet<>();
			if (known.size() >= MAX_LOST) {
				known.remove(known.iterator().next());
			}
			known.add(buffer.id());
			this.lost = known;
		}
	}

	@Override
	public void dispose() {
		List<ReplayBuffer> all;
		synchronized (this) {
			this.disposed = true;
			all = new ArrayList<>(this.streams.values());
			this.streams.clear();
		}
		all.forEach(ReplayBuffer::dispose);
	}

	/**
	 * The stream that belongs to no request.
	 *
	 * @param stream the stream
	 * @param made whether it was made just now and is still to be fed
	 */
	public record Own(ReplayBuffer stream, boolean made) {
	}

	/**
	 * What there is for a client that comes back.
	 */
	public sealed interface Resumption {

		/** The events behind the place are there or still to come. */
		record Found(ReplayBuffer stream) implements Resumption {
		}

		/** The stream has ended, and the client has got all of it. */
		record Over() implements Resumption {
		}

		/** Events behind the place are lost, or the place was never there. */
		record Forgotten() implements Resumption {
		}

	}

}
