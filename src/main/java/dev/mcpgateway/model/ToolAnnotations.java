package dev.mcpgateway.model;

/**
 * Hints about a tool's behaviour. They are hints: what a tool may really do is decided by
 * its backend (a read-only transaction, a bucket policy), never by these.
 *
 * @param readOnlyHint the tool changes nothing
 * @param destructiveHint the tool may delete or overwrite; meaningful only when it is not
 * read-only
 * @param idempotentHint calling it again with the same arguments changes nothing more
 * @param openWorldHint the tool reaches systems outside the gateway's own backends
 */
public record ToolAnnotations(boolean readOnlyHint, boolean destructiveHint, boolean idempotentHint,
		boolean openWorldHint) {
}
