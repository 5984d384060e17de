package dev.mcpgateway.model;

import java.util.List;

/**
 * What a read of a resource gives.
 *
 * @param contents its contents, at least one
 */
public record ReadResourceResult(List<ResourceContents> contents) {

	public ReadResourceResult {
		contents = List.copyOf(contents);
	}

}
