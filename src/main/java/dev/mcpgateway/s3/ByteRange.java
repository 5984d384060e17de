package dev.mcpgateway.s3;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Range} header (RFC 9110, section 14.2).
 */
final class ByteRange {

	/** 18 digits fit a long, and no object is that large. */
	private static final Pattern SINGLE = Pattern.compile("bytes=[ \t]*(?:(\\d{1,18})-(\\d{0,18})|-\\d{1,18})[ \t]*");

	private ByteRange() {
	}

	/**
	 * Reads the header.
	 * @return the range as the store takes it, or nothing when the header is absent,
	 * malformed, of another unit or names several ranges: then the whole is to be
	 * answered, as the section allows
	 */
	static Optional<String> parse(@Nullable String header) {
		if (header == null) {
			return Optional.empty();
		}
		String range = header.strip().toLowerCase(Locale.ROOT);
		Matcher matcher = SINGLE.matcher(range);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		String first = matcher.group(1);
		String last = matcher.group(2);
		boolean backwards = first != null && last != null && !last.isEmpty()
				&& Long.parseLong(last) < Long.parseLong(first);
		return backwards ? Optional.empty() : Optional.of(range.replace(" ", "").replace("\t", ""));
	}

}
