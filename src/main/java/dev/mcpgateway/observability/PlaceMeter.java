package dev.mcpgateway.observability;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Meters of what is bounded in number: how much there is, and how much there may be.
 */
enum PlaceMeter {

	/** Calls and reads that hold a place of the process. */
	CALLS("mcp.calls.running", "Calls and reads that run now"),

	/** How many may. */
	CALLS_LIMIT("mcp.calls.limit", "Calls and reads that may run at once"),

	/** Blocking methods that have not returned. */
	BLOCKING("mcp.calls.blocking.running", "Blocking methods that have not returned, awaited or not"),

	/** How many may. */
	BLOCKING_LIMIT("mcp.calls.blocking.limit", "Blocking methods that may run at once"),

	/** Tagged with the source and the use. */
	PLACES("mcp.source.places", "Places at a source, by use (call, stream, state)"),

	/** Tagged with the source and the use. */
	TAKEN("mcp.source.places.taken", "Places at a source that are taken, by use"),

	/** Tagged with the source and the use. */
	WAITING("mcp.source.waiting", "Who waits for a place at a source, by use"),

	/** Tagged with the source and the use. */
	REFUSED("mcp.source.refused", "Who was refused a place at a source, by use"),

	/** Tagged with the source. */
	DISMISSED("mcp.source.readers.dismissed", "Readers of streams that took too little and lost their place");

	private final String meterName;

	private final String description;

	PlaceMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	<T> void gauge(MeterRegistry registry, Tags tags, T subject, ToDoubleFunction<T> value) {
		Gauge.builder(this.meterName, subject, value).description(this.description).tags(tags).register(registry);
	}

	<T> void counter(MeterRegistry registry, Tags tags, T subject, ToDoubleFunction<T> value) {
		FunctionCounter.builder(this.meterName, subject, value)
			.description(this.description)
			.tags(tags)
			.register(registry);
	}

}
