package dev.mcpgateway.wire;

/**
 * A request as a codec understood it.
 *
 * @param method the method, as the revision names it
 * @param request what is asked
 * @param meta what is said beside it
 */
public record ClientCall(String method, ClientRequest request, RequestMeta meta) {
}
