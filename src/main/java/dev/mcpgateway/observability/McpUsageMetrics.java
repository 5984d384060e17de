package dev.mcpgateway.observability;

import java.util.function.ToDoubleFunction;

import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.streamablehttp.StreamUsage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Shows what MCP clients use of the process now: sessions, streams, listeners, and the
 * bytes that are kept or held for them.
 */
@Component
class McpUsageMetrics implements MeterBinder {

	private final ObjectProvider<McpServer> server;

	private final ObjectProvider<StreamUsage> streams;

	/** The beans are asked for late, since filters are made before what they guard. */
	McpUsageMetrics(ObjectProvider<McpServer> server, ObjectProvider<StreamUsage> streams) {
		this.server = server;
		this.streams = streams;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.server.ifAvailable((mcp) -> {
			gauge("mcp.sessions", mcp, McpServer::sessions, "Sessions of the older revisions that are open", registry);
			gauge("mcp.listeners", mcp, McpServer::listeners, "subscriptions/listen streams that are open", registry);
		});
		this.streams.ifAvailable((usage) -> {
			gauge("mcp.streams", usage, StreamUsage::openStreams, "Responses that are streams of events and open",
					registry);
			bytes("mcp.replay.bytes", usage, StreamUsage::keptBytes, "Kept for clients that were cut off", registry);
		});
	}

	private static <T> void gauge(String name, T source, ToDoubleFunction<T> value, String description,
			MeterRegistry registry) {
		Gauge.builder(name, source, value).description(description).register(registry);
	}

	private static <T> void bytes(String name, T source, ToDoubleFunction<T> value, String description,
			MeterRegistry registry) {
		Gauge.builder(name, source, value).description(description).baseUnit("bytes").register(registry);
	}

}
