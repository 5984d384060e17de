package dev.mcpgateway.rest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.mcpgateway.feature.ResourceRead.Conditions;
import dev.mcpgateway.feature.ResourceRead.Known;
import dev.mcpgateway.feature.ResourceRead.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;

/**
 * The headers that make a read conditional or partial: {@code Range}, {@code If-Range}
 * and {@code If-None-Match}. What is malformed in them is ignored, as RFC 9110 asks.
 */
final class ReadConditions {

	private static final String UNIT = "bytes=";

	private ReadConditions() {
	}

	static Conditions of(HttpHeaders headers) {
		List<String> ifRange = headers.getOrEmpty(HttpHeaders.IF_RANGE);
		Part part = part(headers.getOrEmpty(HttpHeaders.RANGE));
		String partOf = null;
		if (part != null && !ifRange.isEmpty()) {
			partOf = strongTag(ifRange);
			// A date, or a weak tag, names no exact version: the whole is the safe answer
			// (RFC 9110, section 13.1.5).
			part = (partOf != null) ? part : null;
		}
		return new Conditions(part, partOf, known(headers.getOrEmpty(HttpHeaders.IF_NONE_MATCH)));
	}

	/** One part; of several the whole is sent instead, which section 14.2 allows. */
	private static @Nullable Part part(List<String> values) {
		if (values.size() != 1 || !values.getFirst().strip().regionMatches(true, 0, UNIT, 0, UNIT.length())) {
			return null;
		}
		try {
			List<HttpRange> ranges = HttpRange
				.parseRanges(UNIT + values.getFirst().strip().substring(UNIT.length()).strip());
			return (ranges.size() == 1) ? part(ranges.getFirst()) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static Part part(HttpRange range) {
		// Only its text says of a range whether it counts from the end.
		String[] bounds = range.toString().split("-", 2);
		if (bounds[0].isEmpty()) {
			return new Part.Tail(Long.parseLong(bounds[1]));
		}
		return new Part.Span(Long.parseLong(bounds[0]), bounds[1].isEmpty() ? null : Long.valueOf(bounds[1]));
	}

	private static @Nullable String strongTag(List<String> values) {
		List<ETag> tags = (values.size() == 1) ? ETag.parse(values.getFirst()) : List.of();
		return (tags.size() == 1 && !tags.getFirst().weak() && !tags.getFirst().isWildcard())
				? tags.getFirst().formattedTag() : null;
	}

	/** Versions by their strong tags alone, as a write compares them (section 13.1.1). */
	static Known strong(List<String> values) {
		List<ETag> tags = ETag.parse(String.join(",", values));
		return new Known(tags.stream().anyMatch(ETag::isWildcard),
				tags.stream()
					.filter((tag) -> !tag.isWildcard() && !tag.weak())
					.map(ETag::formattedTag)
					.collect(Collectors.toUnmodifiableSet()));
	}

	/** Versions by their tags, weak or strong. */
	static Known known(List<String> values) {
		if (values.isEmpty()) {
			return Known.NOTHING;
		}
		List<ETag> tags = ETag.parse(String.join(",", values));
		Set<String> strong = tags.stream()
			.filter((tag) -> !tag.isWildcard())
			.map((tag) -> '"' + tag.tag() + '"')
			.collect(Collectors.toUnmodifiableSet());
		return new Known(tags.stream().anyMatch(ETag::isWildcard), strong);
	}

}
