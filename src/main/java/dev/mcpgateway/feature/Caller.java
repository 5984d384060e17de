package dev.mcpgateway.feature;

/**
 * Who calls. A value that travels with the call, so that nobody has to look it up.
 *
 * @param id names the caller; equal ids are the same caller
 */
public record Caller(String id) {

	/** A caller that has not said who it is. */
	public static final Caller ANONYMOUS = new Caller("anonymous");

}
