package dev.mcpgateway.feature;

import dev.mcpgateway.model.ResourceTemplate;

/**
 * A family of resources and how its members answer.
 *
 * @param template what lists show
 * @param uriTemplate the same template, parsed
 * @param handler how a member answers
 * @param completer how the template's variables are completed
 */
public record ResourceTemplateSpecification(ResourceTemplate template, UriTemplate uriTemplate, ResourceHandler handler,
		Completer completer) {
}
