package dev.mcpgateway.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.feature.ToolSpecification;

/**
 * Merges what providers offer. A name belongs to the provider that comes first in the
 * order of providers: a later one cannot take it over.
 */
final class CatalogBuilder {

	private final TreeMap<String, CatalogTool> tools = new TreeMap<>();

	private final TreeMap<String, ResourceSpecification> resources = new TreeMap<>();

	private final TreeMap<String, ResourceTemplateSpecification> resourceTemplates = new TreeMap<>();

	private final TreeMap<String, PromptSpecification> prompts = new TreeMap<>();

	private final List<String> leftOut = new ArrayList<>();

	private final Map<String, CatalogTool> known;

	/**
	 * Starts a catalog.
	 * @param previous the catalog before, whose compiled schemas are used again
	 */
	CatalogBuilder(Catalog previous) {
		this.known = new LinkedHashMap<>();
		previous.tools().forEach((tool) -> this.known.put(tool.tool().name(), tool));
	}

	/** Adds what a provider offers. */
	CatalogBuilder add(String provider, FeatureSet features) {
		for (ToolSpecification each : features.tools()) {
			String name = each.tool().name();
			compiled(provider, name, each).ifPresent((tool) -> claim(this.tools, provider, name, tool));
		}
		features.resources().forEach((each) -> claim(this.resources, provider, each.resource().uri(), each));
		features.resourceTemplates()
			.forEach((each) -> claim(this.resourceTemplates, provider, each.template().uriTemplate(), each));
		features.prompts().forEach((each) -> claim(this.prompts, provider, each.prompt().name(), each));
		return this;
	}

	/** One tool that is wrong takes nothing from the others. */
	private Optional<CatalogTool> compiled(String provider, String name, ToolSpecification specification) {
		CatalogTool before = this.known.get(name);
		if (before != null && before.specification().equals(specification)) {
			return Optional.of(before);
		}
		try {
			return Optional.of(CatalogTool.of(specification));
		}
		catch (IllegalArgumentException ex) {
			this.leftOut.add("'%s' of provider %s: %s".formatted(name, provider, ex.getMessage()));
			return Optional.empty();
		}
	}

	private <T> void claim(Map<String, T> owned, String provider, String name, T feature) {
		if (owned.putIfAbsent(name, feature) != null) {
			this.leftOut.add("'%s' of provider %s: the name has an owner".formatted(name, provider));
		}
	}

	/** What was left out, and why. */
	List<String> leftOut() {
		return this.leftOut;
	}

	Catalog build(long generation) {
		return new Catalog(generation, this.tools, this.resources, this.resourceTemplates, this.prompts);
	}

}
