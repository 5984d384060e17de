package dev.mcpgateway.observability;

import java.util.List;
import java.util.Locale;

import dev.mcpgateway.annotation.BlockingMethods;
import dev.mcpgateway.invocation.CallGuard;
import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Use;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Shows how many places are taken: of the process, for blocking methods, at each source.
 */
@Component
class PlaceMetrics implements MeterBinder {

	private final CallGuard guard;

	private final BlockingMethods blocking;

	private final List<Bulkhead> bulkheads;

	PlaceMetrics(CallGuard guard, BlockingMethods blocking, List<Bulkhead> bulkheads) {
		this.guard = guard;
		this.blocking = blocking;
		this.bulkheads = bulkheads;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		PlaceMeter.CALLS.gauge(registry, Tags.empty(), this.guard, CallGuard::running);
		PlaceMeter.CALLS_LIMIT.gauge(registry, Tags.empty(), this.guard, CallGuard::limit);
		PlaceMeter.BLOCKING.gauge(registry, Tags.empty(), this.blocking, BlockingMethods::running);
		PlaceMeter.BLOCKING_LIMIT.gauge(registry, Tags.empty(), this.blocking, BlockingMethods::limit);
		this.bulkheads.forEach((bulkhead) -> bind(bulkhead, registry));
	}

	private static void bind(Bulkhead bulkhead, MeterRegistry registry) {
		Tags source = Tags.of("source", bulkhead.source());
		PlaceMeter.DISMISSED.counter(registry, source, bulkhead, Bulkhead::dismissed);
		for (Use use : bulkhead.uses()) {
			Tags tags = source.and("use", use.name().toLowerCase(Locale.ROOT));
			PlaceMeter.PLACES.gauge(registry, tags, bulkhead, (each) -> each.places(use));
			PlaceMeter.TAKEN.gauge(registry, tags, bulkhead, (each) -> each.taken(use));
			PlaceMeter.WAITING.gauge(registry, tags, bulkhead, (each) -> each.waiting(use));
			PlaceMeter.REFUSED.counter(registry, tags, bulkhead, (each) -> each.refused(use));
		}
	}

}
