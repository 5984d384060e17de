package dev.mcpgateway.observability;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.failure.TaskRequestedException;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolHandler;
import dev.mcpgateway.feature.WriteFailure;
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
			Run run = new Run(tool);
			return next.handle(call)
				.doOnError((failure) -> run.end(Outcome.of(failure)))
				.doOnComplete(() -> run.end(Outcome.COMPLETED))
				.doOnCancel(() -> run.end(Outcome.ofCancel(call.writeFailure())));
		});
	}

	/**
	 * One call, which ends once: a reader may cancel what has ended.
	 */
	private final class Run {

		private final String tool;

		private final long start = System.nanoTime();

		private final AtomicBoolean ended = new AtomicBoolean();

		Run(String tool) {
			this.tool = tool;
			ToolCallMetrics.this.running.incrementAndGet();
		}

		void end(Outcome outcome) {
			if (this.ended.compareAndSet(false, true)) {
				ToolCallMetrics.this.running.decrementAndGet();
				timer(new TimerKey(this.tool, outcome)).record(System.nanoTime() - this.start, TimeUnit.NANOSECONDS);
			}
		}

	}

	private Timer timer(TimerKey key) {
		return this.timers.computeIfAbsent(key,
				(each) -> CallMeter.CALLS.timer(this.registry, "tool", each.tool(), "outcome", each.outcome().tag()));
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

		COMPLETED, FAILED, ASKED, BUG, CANCELLED;

		static Outcome of(Throwable failure) {
			return switch (failure) {
				case InputRequiredException question -> ASKED;
				case TaskRequestedException task -> ASKED;
				case GatewayException expected -> FAILED;
				default -> BUG;
			};
		}

		/**
		 * A face cancels what it cannot write; that is a bug and no wish of the caller's.
		 */
		static Outcome ofCancel(WriteFailure writeFailure) {
			return (writeFailure.cause() != null) ? BUG : CANCELLED;
		}

		String tag() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
