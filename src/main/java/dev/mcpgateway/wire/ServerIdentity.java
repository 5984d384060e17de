package dev.mcpgateway.wire;

/**
 * What the gateway says of itself.
 *
 * @param name its name
 * @param version its version
 * @param instructions how a model best uses it
 * @param tasks whether calls may run as tasks
 */
public record ServerIdentity(String name, String version, String instructions, boolean tasks) {
}
