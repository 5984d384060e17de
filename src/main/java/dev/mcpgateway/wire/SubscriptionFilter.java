package dev.mcpgateway.wire;

import java.util.Set;

/**
 * Which notifications a client wants.
 *
 * @param toolsListChanged when the list of tools changes
 * @param promptsListChanged when the list of prompts changes
 * @param resourcesListChanged when the lists of resources and templates change
 * @param resources the URIs of which it wants to know when they change
 * @param tasks the tasks of which it wants to know how they stand
 */
public record SubscriptionFilter(boolean toolsListChanged, boolean promptsListChanged, boolean resourcesListChanged,
		Set<String> resources, Set<String> tasks) {

	public SubscriptionFilter {
		resources = Set.copyOf(resources);
		tasks = Set.copyOf(tasks);
	}

}
