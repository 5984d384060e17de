package dev.mcpgateway.feature;

import dev.mcpgateway.model.Resource;

/**
 * A resource with a fixed URI and how it answers.
 */
public record ResourceSpecification(Resource resource, ResourceHandler handler) {
}
