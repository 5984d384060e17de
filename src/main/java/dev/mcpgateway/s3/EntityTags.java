package dev.mcpgateway.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The {@code If-None-Match} header (RFC 9110, section 13.1.2).
 *
 * @param any whether it is {@code *}
 * @param tags its entity tags, in quotes, without the mark of weak ones: the comparison
 * is the weak one
 */
record EntityTags(boolean any, List<String> tags) {

	private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

	EntityTags {
		tags = List.copyOf(tags);
	}

	static EntityTags parse(@Nullable String header) {
		if (header == null) {
			return new EntityTags(false, List.of());
		}
		List<String> tags = new ArrayList<>();
		Matcher matcher = TAG.matcher(header);
		while (matcher.find()) {
			tags.add(matcher.group(1));
		}
		return new EntityTags("*".equals(header.strip()), tags);
	}

	/** The tag when there is one alone, which the store itself can look at. */
	Optional<String> single() {
		return (this.tags.size() == 1) ? Optional.of(this.tags.getFirst()) : Optional.empty();
	}

	/** Whether the caller has the bytes with this tag already. */
	boolean match(@Nullable String etag) {
		return this.any || (etag != null && this.tags.contains(etag.startsWith("W/") ? etag.substring(2) : etag));
	}

}
