package dev.mcpgateway.failure;

/**
 * The gateway is stopping and takes no more calls, or ends one that did not finish in
 * time.
 */
public final class GatewayStoppingException extends GatewayException {

	private static final long serialVersionUID = 1L;

	public GatewayStoppingException() {
		super("The gateway is stopping; try again.", null);
	}

}
