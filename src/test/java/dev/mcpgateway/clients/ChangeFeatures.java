package dev.mcpgateway.clients;

import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.testing.SampleProvider;

/**
 * Tools by which a client causes what it is then told of.
 */
class ChangeFeatures {

	private final SampleProvider provider;

	private final ResourceUpdates updates;

	ChangeFeatures(SampleProvider provider, ResourceUpdates updates) {
		this.provider = provider;
		this.updates = updates;
	}

	@McpTool(name = "offer_extra", description = "Offers a tool, a resource and a prompt more, or takes them away.")
	void offerExtra(boolean offered) {
		this.provider.offer(offered);
	}

	@McpTool(name = "touch", description = "Says that a resource has changed.")
	void touch(String uri) {
		this.updates.updated(uri);
	}

}
