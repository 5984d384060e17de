package dev.mcpgateway.postgres;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of {@code documents}.
 */
record Document(long id, String title, String content, @JsonProperty("created_at") Instant createdAt,
		@JsonProperty("updated_at") Instant updatedAt) {

	/**
	 * A document without its content.
	 */
	record Summary(long id, String title, @JsonProperty("created_at") Instant createdAt,
			@JsonProperty("updated_at") Instant updatedAt) {
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
	record Hit(long id, String title, float rank, String snippet) {
	}

}
