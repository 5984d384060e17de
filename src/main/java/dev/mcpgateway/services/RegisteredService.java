package dev.mcpgateway.services;

/**
 * A service that is registered.
 *
 * @param id its name
 * @param info what it said of itself: a JSON object, as it was written
 * @param revision which registration this is; no two, of any service, have the same
 */
public record RegisteredService(ServiceId id, String info, long revision) {
}
