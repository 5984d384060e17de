package dev.mcpgateway.registry;

import java.util.Set;

/**
 * The catalog was replaced.
 *
 * @param catalog the new catalog
 * @param kinds the kinds of features whose lists differ from before; never empty
 */
public record CatalogChange(Catalog catalog, Set<Kind> kinds) {

	public CatalogChange {
		kinds = Set.copyOf(kinds);
	}

	/**
	 * A kind of feature, as lists tell them apart.
	 */
	public enum Kind {

		TOOLS, RESOURCES, PROMPTS

	}

}
