package dev.mcpgateway.mcp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.registry.Catalog;
import dev.mcpgateway.registry.CatalogTool;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.wire.ClientRequest.ListFeatures;
import dev.mcpgateway.wire.ClientRequest.Listing;
import dev.mcpgateway.wire.ListedTool;
import dev.mcpgateway.wire.Revision;
import dev.mcpgateway.wire.WireCodec;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the lists, each written once per catalog and revision. A cursor is the
 * sealed name behind which the page begins, so that it stays good when the catalog
 * changes, and on every replica with the same key.
 */
final class CatalogPages {

	private final FeatureRegistry registry;

	private final Seal seal;

	private final int pageSize;

	private volatile Written written = new Written(-1, Map.of());

	CatalogPages(FeatureRegistry registry, Seal seal, int pageSize) {
		this.registry = registry;
		this.seal = seal;
		this.pageSize = pageSize;
	}

	/** A page, as the bytes of a result. */
	byte[] page(ListFeatures request, WireCodec codec) {
		String cursor = request.cursor();
		// Clients that must fill every member send an empty cursor for the first page.
		String after = (cursor == null || cursor.isEmpty()) ? "" : open(request.listing(), cursor);
		Catalog catalog = this.registry.catalog();
		Written current = this.written;
		if (current.generation() != catalog.generation()) {
			current = new Written(catalog.generation(), new ConcurrentHashMap<>());
			this.written = current;
		}
		// As many pages as there are, since cursors cannot be made up.
		return current.pages()
			.computeIfAbsent(new Key(codec.revision(), request.listing(), after),
					(key) -> write(catalog, request.listing(), after, codec));
	}

	private String open(Listing listing, String cursor) {
		return this.seal.open(purpose(listing), cursor)
			.orElseThrow(() -> new JsonRpcException(JsonRpcError.INVALID_PARAMS,
					"The cursor is not one of this list; start again without it."));
	}

	private static String purpose(Listing listing) {
		return "cursor-" + listing;
	}

	private byte[] write(Catalog catalog, Listing listing, String after, WireCodec codec) {
		return switch (listing) {
			case TOOLS -> {
				Page<CatalogTool> page = cut(listing, catalog.tools(), (each) -> each.tool().name(), after);
				yield codec.tools(page.features()
					.stream()
					.map((each) -> new ListedTool(each.tool(), each.specification().emission() == Emission.STREAM))
					.toList(), page.nextCursor());
			}
			case RESOURCES -> {
				Page<ResourceSpecification> page = cut(listing, catalog.resources(), (each) -> each.resource().uri(),
						after);
				yield codec.features("resources",
						page.features().stream().map(ResourceSpecification::resource).toList(), page.nextCursor());
			}
			case RESOURCE_TEMPLATES -> {
				Page<ResourceTemplateSpecification> page = cut(listing, catalog.resourceTemplates(),
						(each) -> each.template().uriTemplate(), after);
				yield codec.features("resourceTemplates",
						page.features().stream().map(ResourceTemplateSpecification::template).toList(),
						page.nextCursor());
			}
			case PROMPTS -> {
				Page<PromptSpecification> page = cut(listing, catalog.prompts(), (each) -> each.prompt().name(), after);
				yield codec.features("prompts", page.features().stream().map(PromptSpecification::prompt).toList(),
						page.nextCursor());
			}
		};
	}

	/** The catalog's lists are sorted by name. */
	private <T> Page<T> cut(Listing listing, Collection<T> all, Function<T, String> name, String after) {
		List<T> page = new ArrayList<>();
		for (T each : all) {
			if (page.size() == this.pageSize) {
				return new Page<>(page, this.seal.seal(purpose(listing), name.apply(page.getLast())));
			}
			if (after.isEmpty() || name.apply(each).compareTo(after) > 0) {
				page.add(each);
			}
		}
		return new Page<>(page, null);
	}

	private record Page<T>(List<T> features, @Nullable String nextCursor) {
	}

	private record Key(Revision revision, Listing listing, String after) {
	}

	private record Written(long generation, Map<Key, byte[]> pages) {
	}

}
