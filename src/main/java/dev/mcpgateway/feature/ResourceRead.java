package dev.mcpgateway.feature;

import java.util.Map;
import java.util.Set;

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
	 * What the caller has already, and which part it wants. A handler that cannot honour
	 * conditions ignores them and gives the whole resource.
	 *
	 * @param part the bytes that are wanted, absent for the whole resource
	 * @param partOf the entity tag of the version that the part must come from, with its
	 * quotes; of another version the whole is wanted. Absent when any version will do
	 * @param known what the caller has already, so that it need not be sent again
	 */
	public record Conditions(@Nullable Part part, @Nullable String partOf, Known known) {

		/** No conditions: the whole resource. */
		public static final Conditions NONE = new Conditions(null, null, Known.NOTHING);

	}

	/**
	 * A part of a resource's bytes.
	 */
	public sealed interface Part {

		/**
		 * The bytes from one position to another.
		 *
		 * @param first the first byte, counted from 0
		 * @param last the last byte, included; absent for the resource's end
		 */
		record Span(long first, @Nullable Long last) implements Part {

			public Span {
				if (first < 0 || (last != null && last < first)) {
					throw new IllegalArgumentException("No bytes from %d to %s".formatted(first, last));
				}
			}

		}

		/**
		 * The bytes at the end.
		 *
		 * @param length how many; the whole resource when it has fewer
		 */
		record Tail(long length) implements Part {

			public Tail {
				if (length < 1) {
					throw new IllegalArgumentException("No last %d bytes".formatted(length));
				}
			}

		}

	}

	/**
	 * Versions of the resource that the caller has.
	 *
	 * @param any whether it has some version and wants none
	 * @param tags the entity tags of the versions, with their quotes and without the mark
	 * of weak ones: here the two compare alike (RFC 9110, section 13.1.2)
	 */
	public record Known(boolean any, Set<String> tags) {

		/** The caller has nothing. */
		public static final Known NOTHING = new Known(false, Set.of());

		public Known {
			tags = Set.copyOf(tags);
		}

		/** Whether the caller has the version with an entity tag. */
		public boolean includes(@Nullable String etag) {
			return this.any || (etag != null && this.tags.contains(etag.startsWith("W/") ? etag.substring(2) : etag));
		}

	}

}
