package dev.mcpgateway.mcp;

import java.util.function.Function;

import dev.mcpgateway.failure.InputRequiredException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.model.LogLevel;
import dev.mcpgateway.wire.ClientCall;
import dev.mcpgateway.wire.ClientRequest;
import dev.mcpgateway.wire.WireCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How a request reaches its client beside its answer. Here the eras differ: the modern
 * one asks by an answer and is asked again, the older one asks in the middle of the call.
 */
interface ClientLink {

	/** How the client is spoken to. */
	WireCodec codec();

	/** Who calls, and what its client can do and has answered. */
	CallContext context(ClientCall call);

	/** From which level on the client wants log messages of a call; absent for none. */
	@Nullable LogLevel logLevel(ClientCall call);

	/**
	 * Asks the client.
	 * @param question what is asked
	 * @param exchange the request that asks it
	 * @param context what the client has answered before
	 * @param again runs the call again with the answers
	 */
	Flux<ServerMessage> ask(InputRequiredException question, Exchange exchange, CallContext context,
			Function<CallContext, Flux<ServerMessage>> again);

	/** Does what is asked of the session; the result as bytes. */
	Mono<byte[]> handle(ClientRequest.SessionRequest request);

}
