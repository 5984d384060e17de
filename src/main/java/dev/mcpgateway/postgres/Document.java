package dev.mcpgateway.postgres;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mcpgateway.feature.CallToolEvent.Positioned;
import org.jspecify.annotations.Nullable;

/**
 * A document. What its table leaves empty is null.
 *
 * @param leftOut what has a value that cannot be shown, and which; null for nothing
 */
record Document(long id, @Nullable String title, @Nullable String content,
		@JsonProperty("created_at") @Nullable Instant createdAt,
		@JsonProperty("updated_at") @Nullable Instant updatedAt,
		@JsonProperty("left_out") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> leftOut)
		implements
			Positioned {

	/** From here to {@link #YEAR_10000} a time is a date-time of RFC 3339. */
	private static final Instant YEAR_1 = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

	/** A document with whatever times are stored. */
	static Document of(long id, @Nullable String title, @Nullable String content, @Nullable Instant createdAt,
			@Nullable Instant updatedAt) {
		return new Document(id, title, content, shown(createdAt), shown(updatedAt), leftOut(createdAt, updatedAt));
	}

	private static @Nullable Instant shown(@Nullable Instant time) {
		return isShown(time) ? time : null;
	}

	private static boolean isShown(@Nullable Instant time) {
		return time == null || (!time.isBefore(YEAR_1) && time.isBefore(YEAR_10000));
	}

	private static @Nullable Map<String, String> leftOut(@Nullable Instant createdAt, @Nullable Instant updatedAt) {
		if (isShown(createdAt) && isShown(updatedAt)) {
			return null;
		}
		Map<String, String> reasons = new TreeMap<>();
		if (createdAt != null && !isShown(createdAt)) {
			reasons.put("created_at", reason(createdAt));
		}
		if (updatedAt != null && !isShown(updatedAt)) {
			reasons.put("updated_at", reason(updatedAt));
		}
		return reasons;
	}

	private static String reason(Instant time) {
		String value = time.equals(Instant.MAX) ? "infinity" : time.equals(Instant.MIN) ? "-infinity" : time.toString();
		return value + ", which is not a date-time with a year of four digits (RFC 3339)";
	}

	@Override
	public String position() {
		return Long.toString(this.id);
	}

	/**
	 * A document without its content.
	 *
	 * @param leftOut as in a document
	 */
	record Summary(long id, @Nullable String title, @JsonProperty("created_at") @Nullable Instant createdAt,
			@JsonProperty("updated_at") @Nullable Instant updatedAt,
			@JsonProperty("left_out") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> leftOut) {

		/** A summary with whatever times are stored. */
		static Summary of(long id, @Nullable String title, @Nullable Instant createdAt, @Nullable Instant updatedAt) {
			return new Summary(id, title, shown(createdAt), shown(updatedAt), Document.leftOut(createdAt, updatedAt));
		}

	}

	/**
	 * A document whose content may be cut at its end.
	 *
	 * @param length how many characters the content has in full
	 */
	record Excerpt(Document document, int length) {
	}

	/**
	 * What remains to be said of a document that was made.
	 */
	record Created(long id, String title) {
	}

	/**
	 * A document that a search found.
	 *
	 * @param rank how well it fits; greater is better
	 * @param snippet the closest passage, the words that fit between {@code <b>} and
	 * {@code </b>}
	 */
	record Hit(long id, @Nullable String title, float rank, String snippet) {
	}

}
