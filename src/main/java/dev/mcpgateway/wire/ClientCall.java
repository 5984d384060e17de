package dev.mcpgateway.wire;

/**
 * A request as a codec understood it.
 *
 * @param request what is asked
 * @param meta what is said beside it
 */
public record ClientCall(ClientRequest request, RequestMeta meta) {
}
