package dev.mcpgateway.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Values that an argument may take.
 *
 * @param values at most {@value #MAX_VALUES}, best first
 * @param total how many there are in all, when known
 * @param hasMore whether there are more than these
 */
public record Completion(List<String> values, @Nullable Integer total, boolean hasMore) {

	/** As many as a message may carry (completion, Response Format). */
	public static final int MAX_VALUES = 100;

	/** No values at all. */
	public static final Completion NONE = new Completion(List.of(), 0, false);

	public Completion {
		hasMore = hasMore || values.size() > MAX_VALUES;
		values = List.copyOf(values.subList(0, Math.min(MAX_VALUES, values.size())));
	}

}
