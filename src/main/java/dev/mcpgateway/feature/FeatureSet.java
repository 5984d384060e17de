package dev.mcpgateway.feature;

import java.util.List;

/**
 * Everything one provider offers at one time.
 *
 * @param tools its tools
 * @param resources its resources with a fixed URI
 * @param resourceTemplates its families of resources
 * @param prompts its prompts
 */
public record FeatureSet(List<ToolSpecification> tools, List<ResourceSpecification> resources,
		List<ResourceTemplateSpecification> resourceTemplates, List<PromptSpecification> prompts) {

	/** Nothing at all. */
	public static final FeatureSet EMPTY = new FeatureSet(List.of(), List.of(), List.of(), List.of());

	public FeatureSet {
		tools = List.copyOf(tools);
		resources = List.copyOf(resources);
		resourceTemplates = List.copyOf(resourceTemplates);
		prompts = List.copyOf(prompts);
	}

	/** How many features there are. */
	public int size() {
		return this.tools.size() + this.resources.size() + this.resourceTemplates.size() + this.prompts.size();
	}

}
