package dev.mcpgateway;

import java.util.ArrayList;
import java.util.List;

import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.connection.Connections;
import io.netty.channel.EventLoop;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Tools that end the process that they run in.
 */
public class FatalFeatures {

	private static final List<byte[]> HELD = new ArrayList<>();

	private final Connections connections;

	FatalFeatures(Connections connections) {
		this.connections = connections;
	}

	@McpTool(name = "exhaust_event_loop", description = "Uses up the memory on an event loop.")
	Mono<String> exhaustEventLoop() {
		return Mono.fromSupplier(FatalFeatures::exhaust);
	}

	@McpTool(name = "exhaust_blocking", description = "Uses up the memory on a thread of its own.")
	String exhaustBlocking() {
		return exhaust();
	}

	@McpTool(name = "exhaust_caught", description = "Uses up the memory where somebody catches it.")
	String exhaustCaught() {
		try {
			return exhaust();
		}
		catch (OutOfMemoryError ex) {
			LoggerFactory.getLogger("a.library").warn("It went wrong", new IllegalStateException(ex));
			return "still there";
		}
	}

	@McpTool(name = "block_event_loop", description = "Never leaves an event loop.")
	Mono<String> blockEventLoop() {
		return Mono.fromSupplier(() -> {
			while (true) {
				Thread.onSpinWait();
			}
		});
	}

	@McpTool(name = "end_event_loop", description = "Ends the event loops.")
	@SuppressWarnings("FutureReturnValueIgnored")
	String endEventLoop() {
		for (EventLoop each : this.connections.eventLoops()) {
			each.shutdownGracefully();
		}
		return "ended";
	}

	private static String exhaust() {
		while (true) {
			HELD.add(new byte[1_000_000]);
		}
	}

}
