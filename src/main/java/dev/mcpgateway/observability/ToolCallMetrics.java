package dev.mcpgateway.observability;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.GatewayException;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolHandler;
import dev.mcpgateway.invocation.ToolCallFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import reactor.core.publisher.Flux;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Times every tool call, the refused ones too. Tags come from the catalog, never from the
 * request, so their number is bounded.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ToolCallMetrics implements ToolCallFilter {

	private final MeterRegistry registry;

	private final Map<TimerKey, Timer> timers = new ConcurrentHashMap<>();

	private final AtomicInteger running = new AtomicInteger();

	ToolCallMetrics(MeterRegistry registry) {
		this.registry = registry;
		CallMeter.RUNNING.gauge(registry, this.running);
	}

	@Override
	public Flux<CallToolEvent> filter(ToolCall call, ToolHandler next) {
		String tool = call.tool().name();
		return Flux.defer(() -> {
			long start = System.nanoTime();
			this.running.incrementAndGet();
			return next.handle(call)
				.doOnError((failure) -> record(tool, Outcome.of(failure), start))
				.doOnComplete(() -> record(tool, Outcome.COMPLETED, start))
				.doOnCancel(() -> record(tool, Outcome.CANCELLED, start));
		});
	}

	private void record(String tool, Outcome outcome, long start) {
		this.running.decrementAndGet();
		this.timers
			.computeIfAbsent(new TimerKey(tool, outcome),
					(key) -> CallMeter.CALLS.timer(this.registry, key.tool(), key.outcome().tag()))
			.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
	}

	/**
	 * A timer for each tool and way to end.
	 */
	private record TimerKey(String tool, Outcome outcome) {
	}

	/**
	 * How a call ended.
	 */
	private enum Outcome {

		COMPLETED, FAILED, BUG, CANCELLED;

		static Outcome of(Throwable failure) {
			return (failure instanceof GatewayException) ? FAILED : BUG;
		}

		String tag() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
