package dev.mcpgateway.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceHandler;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;

/**
 * Everything that the gateway offers at one time: immutable, sorted, replaced whole.
 */
public final class Catalog {

	/** The catalog before any provider has spoken. */
	static final Catalog EMPTY = new Catalog(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

	private final long generation;

	private final SortedMap<String, CatalogTool> tools;

	private final SortedMap<String, ResourceSpecification> resources;

	private final SortedMap<String, ResourceTemplateSpecification> resourceTemplates;

	private final SortedMap<String, PromptSpecification> prompts;

	/** The same templates, those with more fixed characters first. */
	private final List<ResourceTemplateSpecification> byCloseness;

	Catalog(long generation, SortedMap<String, CatalogTool> tools, SortedMap<String, ResourceSpecification> resources,
			SortedMap<String, ResourceTemplateSpecification> resourceTemplates,
			SortedMap<String, PromptSpecification> prompts) {
		this.generation = generation;
		this.tools = Collections.unmodifiableSortedMap(tools);
		this.resources = Collections.unmodifiableSortedMap(resources);
		this.resourceTemplates = Collections.unmodifiableSortedMap(resourceTemplates);
		this.prompts = Collections.unmodifiableSortedMap(prompts);
		this.byCloseness = resourceTemplates.values()
			.stream()
			.sorted(Comparator.comparingInt((ResourceTemplateSpecification each) -> each.uriTemplate().literalLength())
				.reversed())
			.toList();
	}

	/** Grows by one with each catalog of this process. */
	public long generation() {
		return this.generation;
	}

	/** The tools, by name. */
	public Collection<CatalogTool> tools() {
		return this.tools.values();
	}

	/** The resources with a fixed URI, by URI. */
	public Collection<ResourceSpecification> resources() {
		return this.resources.values();
	}

	/** The families of resources, by template. */
	public Collection<ResourceTemplateSpecification> resourceTemplates() {
		return this.resourceTemplates.values();
	}

	/** The prompts, by name. */
	public Collection<PromptSpecification> prompts() {
		return this.prompts.values();
	}

	/** Looks a tool up. */
	public Optional<CatalogTool> tool(String name) {
		return Optional.ofNullable(this.tools.get(name));
	}

	/** Looks a prompt up. */
	public Optional<PromptSpecification> prompt(String name) {
		return Optional.ofNullable(this.prompts.get(name));
	}

	/** Looks a family of resources up by its template, as it is written. */
	public Optional<ResourceTemplateSpecification> resourceTemplate(String uriTemplate) {
		return Optional.ofNullable(this.resourceTemplates.get(uriTemplate));
	}

	/**
	 * Finds who answers for a URI: the resource of exactly that URI, else the template
	 * with the most fixed characters that matches.
	 */
	public Optional<ResolvedResource> resource(String uri) {
		ResourceSpecification exact = this.resources.get(uri);
		if (exact != null) {
			return Optional.of(new ResolvedResource(uri, Map.of(), exact.handler()));
		}
		for (ResourceTemplateSpecification each : this.byCloseness) {
			Optional<Map<String, String>> variables = each.uriTemplate().match(uri);
			if (variables.isPresent()) {
				return Optional
					.of(new ResolvedResource(each.template().uriTemplate(), variables.get(), each.handler()));
			}
		}
		return Optional.empty();
	}

	/**
	 * Who answers for a URI.
	 *
	 * @param name the resource's URI or its family's template: a name from the catalog,
	 * where the URI is the caller's
	 * @param variables the values of the template's variables
	 * @param handler who answers
	 */
	public record ResolvedResource(String name, Map<String, String> variables, ResourceHandler handler) {
	}

}
