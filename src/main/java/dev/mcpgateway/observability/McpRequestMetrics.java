package dev.mcpgateway.observability;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.mcp.McpRequestObserver;
import dev.mcpgateway.wire.Revision;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * Times the requests of the MCP endpoint. Tags come from what the revisions define, never
 * from what a client sent, so their number is bounded.
 */
@Component
class McpRequestMetrics implements McpRequestObserver {

	private final MeterRegistry registry;

	private final Map<TimerKey, Timer> timers = new ConcurrentHashMap<>();

	McpRequestMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void ended(String method, Revision revision, Outcome outcome, Duration duration) {
		this.timers
			.computeIfAbsent(new TimerKey(method, revision, outcome),
					(key) -> CallMeter.REQUESTS.timer(this.registry, "method", key.method(), "revision",
							key.revision().wireName(), "outcome", key.outcome().name().toLowerCase(Locale.ROOT)))
			.record(duration);
	}

	/**
	 * A timer for each method, revision and way to end.
	 */
	private record TimerKey(String method, Revision revision, Outcome outcome) {
	}

}
