package dev.mcpgateway.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The gateway's own meters, with what they mean.
 */
enum CallMeter {

	/** From subscription to end, tagged with the tool and the outcome. */
	CALLS("mcp.tool.calls", "Tool calls, by tool and outcome (completed, failed, bug, cancelled)"),

	/** How many run now. */
	RUNNING("mcp.tool.calls.running", "Tool calls that run now");

	private final String meterName;

	private final String description;

	CallMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	Timer timer(MeterRegistry registry, String tool, String outcome) {
		return Timer.builder(this.meterName)
			.description(this.description)
			.tag("tool", tool)
			.tag("outcome", outcome)
			.register(registry);
	}

	void gauge(MeterRegistry registry, Number value) {
		Gauge.builder(this.meterName, value, Number::doubleValue).description(this.description).register(registry);
	}

}
