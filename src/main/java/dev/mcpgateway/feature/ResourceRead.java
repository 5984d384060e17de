package dev.mcpgateway.feature;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One read of a resource.
 *
 * @param uri the URI that is read
 * @param variables the values of the template's variables, percent-decoded; empty for a
 * resource with a fixed URI
 * @param context who reads, and what the client can do and has answered
 * @param conditions what the caller has already, and which part it wants
 */
public record ResourceRead(String uri, Map<String, String> variables, CallContext context, Conditions conditions) {

	public ResourceRead {
		variables = Map.copyOf(variables);
	}

	/** Who reads. */
	public Caller caller() {
		return this.context.caller();
	}

	/**
	 * The conditions of a read, as HTTP says them (RFC 9110, sections 13.1.2 and 14.2). A
	 * handler that cannot honour them ignores them.
	 *
	 * @param range the {@code Range} header: one byte range, or absent
	 * @param ifNoneMatch the {@code If-None-Match} header, or absent
	 */
	public record Conditions(@Nullable String range, @Nullable String ifNoneMatch) {

		/** No conditions: the whole resource. */
		public static final Conditions NONE = new Conditions(null, null);

	}

}
