package dev.mcpgateway.observability;

import java.util.Locale;

import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.connection.Connections;
import dev.mcpgateway.connection.Connections.Timeout;
import dev.mcpgateway.web.UnreadBytes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Shows what clients hold of the HTTP server.
 */
@Component
class EdgeMetrics implements MeterBinder {

	private final Connections connections;

	private final BodyReader bodies;

	private final UnreadBytes unread;

	EdgeMetrics(Connections connections, BodyReader bodies, UnreadBytes unread) {
		this.connections = connections;
		this.bodies = bodies;
		this.unread = unread;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("mcp.http.connections", this.connections, Connections::open)
			.description("Open connections of clients")
			.register(registry);
		Gauge.builder("mcp.http.body.memory", this.bodies, BodyReader::memoryUsed)
			.description("What bodies of requests take of the memory that they may take")
			.baseUnit("bytes")
			.register(registry);
		Gauge.builder("mcp.http.unread.bytes", this.unread, UnreadBytes::used)
			.description("Large responses that wait to be read")
			.baseUnit("bytes")
			.register(registry);
		FunctionCounter.builder("mcp.http.unread.cut", this.unread, UnreadBytes::cutSoFar)
			.description("Connections that were closed because too much waited to be read")
			.register(registry);
		FunctionCounter.builder("mcp.http.connections.refused", this.connections, Connections::refused)
			.description("Connections that were refused because there were too many")
			.register(registry);
		for (Timeout each : Timeout.values()) {
			FunctionCounter
				.builder("mcp.http.connections.timeouts", this.connections,
						(connections) -> connections.timedOutSoFar(each))
				.description("Connections that were closed because of a clock (head, body, reader)")
				.tag("clock", each.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
	}

}
