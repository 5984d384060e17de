package dev.mcpgateway.mcp;

import java.util.Set;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.wire.WireCodec;

/**
 * Where what outlives a request is kept: with the gateway in the older era, with the
 * client in the modern one.
 *
 * @param all the sessions
 * @param states the sealed states of requests
 */
record SessionSupport(Sessions all, RequestStates states) {

	Session open(Caller caller, WireCodec codec, Set<ClientCapability> client) {
		return this.all.open(caller, codec, client);
	}

}
