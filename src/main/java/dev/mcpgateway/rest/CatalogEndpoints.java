package dev.mcpgateway.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.model.Resource;
import dev.mcpgateway.model.ResourceTemplate;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.registry.Catalog;
import dev.mcpgateway.registry.CatalogTool;
import dev.mcpgateway.registry.FeatureRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code GET /api/mcp/tools}, {@code /api/mcp/tools/{name}} and
 * {@code /api/mcp/resources}. The lists are written once per catalog.
 */
final class CatalogEndpoints {

	private final FeatureRegistry registry;

	private final JsonMapper mapper;

	private volatile @Nullable Lists lists;

	CatalogEndpoints(FeatureRegistry registry, JsonMapper mapper) {
		this.registry = registry;
		this.mapper = mapper;
	}

	Mono<ServerResponse> tools(ServerRequest request) {
		return answer(request, current().tools());
	}

	Mono<ServerResponse> resources(ServerRequest request) {
		return answer(request, current().resources());
	}

	Mono<ServerResponse> tool(ServerRequest request) {
		String name = request.pathVariable("name");
		return this.registry.catalog()
			.tool(name)
			.map((tool) -> answer(request, written(tool.tool())))
			.orElseGet(() -> Mono.error(new UnknownFeatureException(UnknownFeatureException.Kind.TOOL, name)));
	}

	private static Mono<ServerResponse> answer(ServerRequest request, Written written) {
		return request.checkNotModified(written.etag())
			.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.eTag(written.etag())
				.bodyValue(written.json())));
	}

	private Lists current() {
		Catalog catalog = this.registry.catalog();
		Lists known = this.lists;
		if (known == null || known.generation() != catalog.generation()) {
			known = new Lists(catalog.generation(),
					written(new ToolList(catalog.tools().stream().map(CatalogTool::tool).toList())),
					written(new ResourceList(catalog.resources().stream().map(ResourceSpecification::resource).toList(),
							catalog.resourceTemplates()
								.stream()
								.map(ResourceTemplateSpecification::template)
								.toList())));
			this.lists = known;
		}
		return known;
	}

	private Written written(Object value) {
		byte[] json = this.mapper.writeValueAsBytes(value);
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
			return new Written(new String(json, StandardCharsets.UTF_8),
					'"' + HexFormat.of().formatHex(digest, 0, 16) + '"');
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * The lists of one catalog.
	 */
	private record Lists(long generation, Written tools, Written resources) {
	}

	/**
	 * An answer that is ready to be sent.
	 */
	private record Written(String json, String etag) {
	}

	private record ToolList(List<Tool> tools) {
	}

	private record ResourceList(List<Resource> resources, List<ResourceTemplate> resourceTemplates) {
	}

}
