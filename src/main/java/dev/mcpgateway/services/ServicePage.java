package dev.mcpgateway.services;

import java.util.List;

/**
 * A part of the list of services.
 *
 * @param services in the order of their ids
 * @param more whether there are others after these
 */
public record ServicePage(List<RegisteredService> services, boolean more) {

	public ServicePage {
		services = List.copyOf(services);
	}

}
