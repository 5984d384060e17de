package dev.mcpgateway.feature;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Measures how much the reader of one response has taken, where bytes go to the reader.
 * It travels in the Reactor context, so that what produces the response can tell a slow
 * reader from a slow source.
 */
@FunctionalInterface
public interface ReaderMeter {

	/** How many bytes the reader has taken so far. Any thread may ask. */
	long bytesTaken();

	/** A context that has this meter too. */
	default Context in(ContextView context) {
		return Context.of(context).put(ReaderMeter.class, this);
	}

}
