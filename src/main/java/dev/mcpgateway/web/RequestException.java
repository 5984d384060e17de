package dev.mcpgateway.web;

import java.util.List;

import dev.mcpgateway.schema.SchemaViolation;

import org.springframework.http.HttpStatus;

/**
 * The request itself is wrong, before any feature is looked at. The message is shown.
 */
public final class RequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final HttpStatus status;

	private final String slug;

	private final transient List<SchemaViolation> violations;

	/**
	 * Creates a failure.
	 * @param status the status of the answer
	 * @param slug names the kind of problem
	 * @param detail what is wrong and what to change
	 */
	public RequestException(HttpStatus status, String slug, String detail) {
		this(status, slug, detail, List.of());
	}

	private RequestException(HttpStatus status, String slug, String detail, List<SchemaViolation> violations) {
		super(detail, null, false, false);
		this.status = status;
		this.slug = slug;
		this.violations = List.copyOf(violations);
	}

	/** The body is not what the endpoint takes. */
	public static RequestException malformed(String detail) {
		return new RequestException(HttpStatus.BAD_REQUEST, "malformed-request", detail);
	}

	/** One member of the body is not what the endpoint takes. */
	public static RequestException malformed(String pointer, String detail) {
		return new RequestException(HttpStatus.BAD_REQUEST, "malformed-request", detail,
				List.of(new SchemaViolation(pointer, detail)));
	}

	/** The status of the answer. */
	public HttpStatus status() {
		return this.status;
	}

	String slug() {
		return this.slug;
	}

	List<SchemaViolation> violations() {
		return this.violations;
	}

}
