package dev.mcpgateway.failure;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import dev.mcpgateway.model.ClientCapability;

/**
 * The call needs something of the client that it has not declared to be able to do.
 */
public final class MissingClientCapabilityException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final transient Set<ClientCapability> missing;

	public MissingClientCapabilityException(Set<ClientCapability> missing) {
		super("The call needs a client that can do: "
				+ missing.stream().map(ClientCapability::wireName).sorted().collect(Collectors.joining(", ")) + ".",
				null);
		this.missing = EnumSet.copyOf(missing);
	}

	public Set<ClientCapability> missing() {
		return this.missing;
	}

}
