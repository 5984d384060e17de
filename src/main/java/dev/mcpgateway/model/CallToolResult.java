package dev.mcpgateway.model;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/**
 * What a call of a tool gives in the end.
 *
 * @param content what is to be read
 * @param structuredContent what is to be computed with, absent when the tool gave none
 * @param isError whether the tool failed; {@code content} says why
 * @param cut what did not fit, absent when everything did
 */
public record CallToolResult(List<ContentBlock> content, @Nullable Structured structuredContent, boolean isError,
		@Nullable Cut cut) {

	public CallToolResult {
		content = List.copyOf(content);
	}

	/** The tool failed. */
	public static CallToolResult failed(String message) {
		return new CallToolResult(List.of(new ContentBlock.Text(message)), null, true, null);
	}

	/**
	 * JSON that has been written already.
	 *
	 * @param json the value
	 * @param shape how it came about, which decides how older revisions show it
	 */
	public record Structured(RawValue json, Shape shape) {
	}

	/**
	 * How structured content came about.
	 */
	public enum Shape {

		/** One JSON object. */
		OBJECT,

		/** One value that is no object. */
		VALUE,

		/** Any number of items, as an array. */
		ITEMS

	}

	/**
	 * That a result is not whole.
	 *
	 * @param items how many items it has
	 * @param reason which limit was met, for the reader
	 * @param position where the last item stands, when the tool can go on behind it
	 */
	public record Cut(long items, String reason, @Nullable String position) {

		/** Of a tool that cannot go on. */
		public Cut(long items, String reason) {
			this(items, reason, null);
		}

	}

}
