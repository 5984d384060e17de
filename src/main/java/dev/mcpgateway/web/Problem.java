package dev.mcpgateway.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mcpgateway.schema.SchemaViolation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * A failure as RFC 9457 tells it.
 *
 * @param type names the kind of problem, as {@code urn:mcp-gateway:problem:<slug>}
 * @param title the kind of problem in words
 * @param status the HTTP status
 * @param detail what went wrong this time
 * @param errors where the arguments are wrong, when that is the problem
 * @param traceId finds the failure in the gateway's log, when it is a bug
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, List<SchemaViolation> errors,
		@Nullable String traceId) {

	private static final String TYPE_PREFIX = "urn:mcp-gateway:problem:";

	public Problem {
		errors = List.copyOf(errors);
	}

	/**
	 * A kind of problem.
	 * @param slug its name, for example {@code unknown-tool}; its words are the title
	 */
	static Problem of(HttpStatus status, String slug, String detail) {
		return of(status, slug, detail, List.of());
	}

	static Problem of(HttpStatus status, String slug, String detail, List<SchemaViolation> errors) {
		return new Problem(TYPE_PREFIX + slug, title(slug), status.value(), detail, errors, null);
	}

	/** A bug, of which the caller learns only where to find it. */
	static Problem bug(String traceId) {
		return new Problem(TYPE_PREFIX + "internal-error", title("internal-error"),
				HttpStatus.INTERNAL_SERVER_ERROR.value(), "The gateway failed. Its log has more under this trace id.",
				List.of(), traceId);
	}

	private static String title(String slug) {
		String words = slug.replace('-', ' ');
		return Character.toUpperCase(words.charAt(0)) + words.substring(1);
	}

}
