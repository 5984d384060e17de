package dev.mcpgateway.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * The gateway's own meters, with what they mean.
 */
enum CallMeter {

	/** From subscription to end, tagged with the tool and the outcome. */
	CALLS("mcp.tool.calls", "Tool calls, by tool and outcome (completed, failed, asked, bug, cancelled)"),

	/** MCP requests that were understood, from then to their end. */
	REQUESTS("mcp.requests",
			"Requests of the MCP endpoint, by method, revision and outcome (result, error, cancelled)"),

	/** How many run now. */
	RUNNING("mcp.tool.calls.running", "Tool calls that run now");

	private final String meterName;

	private final String description;

	CallMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * A timer.
	 * @param tags their names and values in turn
	 */
	Timer timer(MeterRegistry registry, String... tags) {
		return Timer.builder(this.meterName).description(this.description).tags(tags).register(registry);
	}

	void gauge(MeterRegistry registry, Number value) {
		Gauge.builder(this.meterName, value, Number::doubleValue).description(this.description).register(registry);
	}

}
