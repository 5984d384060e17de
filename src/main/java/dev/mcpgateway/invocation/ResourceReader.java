package dev.mcpgateway.invocation;

import java.util.Map;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.feature.UriTemplate;
import dev.mcpgateway.registry.Catalog;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.schema.SchemaViolation;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The one door for reads of resources, whichever face they come through.
 */
@Component
public class ResourceReader {

	private final FeatureRegistry registry;

	private final CallGuard guard;

	ResourceReader(FeatureRegistry registry, CallGuard guard) {
		this.registry = registry;
		this.guard = guard;
	}

	/**
	 * Reads a resource.
	 * @param uri its URI, or a template of the catalog as it is written
	 * @param params the values of the template's variables; empty for a URI
	 * @param context who reads, and what the client can do and has answered
	 * @param conditions what the caller has already, and which part it wants
	 * @return the content, or a {@link GatewayException}
	 */
	public Mono<ResourceContent> read(String uri, Map<String, String> params, CallContext context,
			ResourceRead.Conditions conditions) {
		return this.guard.guard(() -> {
			Catalog catalog = this.registry.catalog();
			String target = catalog.resourceTemplate(uri)
				.map((template) -> expand(template.uriTemplate(), params))
				.orElseGet(() -> plain(uri, params));
			Catalog.ResolvedResource resolved = catalog.resource(target)
				.orElseThrow(() -> new UnknownFeatureException(UnknownFeatureException.Kind.RESOURCE, uri));
			return resolved.handler().read(new ResourceRead(target, resolved.variables(), context, conditions)).flux();
		}, this.guard.answerLimit()).singleOrEmpty().map(this::guarded);
	}

	private ResourceContent guarded(ResourceContent content) {
		return switch (content) {
			case ResourceContent.Json json -> json;
			case ResourceContent.NotModified notModified -> notModified;
			case ResourceContent.Bytes(var mimeType, var length, var etag, var part, var body) ->
				new ResourceContent.Bytes(mimeType, length, etag, part,
						this.guard.guardRest(body, this.guard.streamLimit()));
		};
	}

	private static String plain(String uri, Map<String, String> params) {
		if (!params.isEmpty()) {
			throw new InvalidArgumentsException("/params",
					"The uri is no template of GET /api/mcp/resources, so it takes no params.");
		}
		return uri;
	}

	private static String expand(UriTemplate template, Map<String, String> params) {
		for (String name : params.keySet()) {
			if (!template.variables().contains(name)) {
				throw new InvalidArgumentsException(SchemaViolation.pointer("/params", name),
						"The template has no such variable; it has " + template.variables());
			}
		}
		return template.expand((name) -> {
			String value = params.get(name);
			if (value == null || value.isEmpty()) {
				throw new InvalidArgumentsException(SchemaViolation.pointer("/params", name),
						"The template needs a value here.");
			}
			return value;
		});
	}

}
