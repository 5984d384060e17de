package dev.mcpgateway.feature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The part of RFC 6570 that names resources: literals, <code>{name}</code> (one path
 * segment) and <code>{+name}</code> (anything, slashes included). Unlike RFC 6570, the
 * value of <code>{+name}</code> gets its {@code %} encoded too, so that every value comes
 * back from {@link #match} as it went into {@link #expand}.
 * <p>
 * A resource has one URI: {@link #match} takes what {@link #expand} makes, and no other
 * spelling of the same values. Only of the characters <code>[ ] ! * ' ( )</code>, about
 * which clients' libraries disagree, an escape is as good as the character.
 */
public final class UriTemplate {

	private static final Pattern EXPRESSION = Pattern.compile("\\{(\\+?)([A-Za-z_][A-Za-z0-9_]*)}");

	private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	/** What ends a segment; a value of <code>{name}</code> never holds one in a URI. */
	private static final String DELIMITERS = "/?#";

	/** Escapes that some clients make and others do not. */
	private static final Pattern OPTIONAL_ESCAPE = Pattern.compile("%(?:5B|5D|21|2A|27|28|29)");

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private static final String RESERVED = ":/?#[]@!$&'()*+,;=";

	private final String template;

	private final List<Part> parts;

	private final Set<String> variables;

	private final Pattern pattern;

	private UriTemplate(String template, List<Part> parts) {
		this.template = template;
		this.parts = List.copyOf(parts);
		Set<String> names = new LinkedHashSet<>();
		StringBuilder regex = new StringBuilder();
		for (int i = 0; i < parts.size(); i++) {
			switch (parts.get(i)) {
				case Literal(String text) -> regex.append(Pattern.quote(text));
				case Variable(String name, boolean reserved) -> {
					if (!names.add(name)) {
						throw new IllegalArgumentException(
								"Variable '%s' stands twice in %s".formatted(name, template));
					}
					regex.append(reserved ? "(.+)" : endsSegment(parts, i) ? "([^/?#]++)" : "([^/?#]+)");
				}
			}
		}
		this.variables = Set.copyOf(names);
		this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
	}

	/**
	 * Whether a variable fills its segment to the end, so that it has nothing to give
	 * back. Only one variable of a segment may have to: matching stays linear.
	 */
	private static boolean endsSegment(List<Part> parts, int index) {
		return index + 1 == parts.size()
				|| (parts.get(index + 1) instanceof Literal(String next) && DELIMITERS.indexOf(next.charAt(0)) >= 0);
	}

	/**
	 * Parses a template.
	 * @throws IllegalArgumentException when it has other expressions than
	 * <code>{name}</code> and <code>{+name}</code>, two variables without {@code /},
	 * {@code ?} or {@code #} between them, one name twice, or two <code>{+name}</code>
	 */
	public static UriTemplate parse(String template) {
		List<Part> parts = new ArrayList<>();
		Matcher matcher = EXPRESSION.matcher(template);
		int end = 0;
		int reserved = 0;
		while (matcher.find()) {
			String between = template.substring(end, matcher.start());
			if (end > 0 && between.chars().noneMatch((each) -> DELIMITERS.indexOf(each) >= 0)) {
				throw new IllegalArgumentException("Two variables without / ? or # between them in " + template);
			}
			if (!between.isEmpty()) {
				parts.add(literal(template, between));
			}
			boolean plus = !matcher.group(1).isEmpty();
			reserved += plus ? 1 : 0;
			parts.add(new Variable(matcher.group(2), plus));
			end = matcher.end();
		}
		if (end < template.length()) {
			parts.add(literal(template, template.substring(end)));
		}
		if (reserved > 1) {
			throw new IllegalArgumentException("More than one {+variable} in " + template);
		}
		return new UriTemplate(template, parts);
	}

	private static Literal literal(String template, String text) {
		if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
			throw new IllegalArgumentException("Only {name} and {+name} are supported, unlike in " + template);
		}
		return new Literal(text);
	}

	/** The names of the variables. */
	public Set<String> variables() {
		return this.variables;
	}

	/** How many characters are fixed: of two templates that match, more is closer. */
	public int literalLength() {
		int length = 0;
		for (Part part : this.parts) {
			length += (part instanceof Literal(String text)) ? text.length() : 0;
		}
		return length;
	}

	/**
	 * Reads the variables off a URI.
	 * @return their values, percent-decoded, or nothing when the URI is not of this form,
	 * or another spelling of one that is
	 */
	public Optional<Map<String, String>> match(String uri) {
		Matcher matcher = this.pattern.matcher(uri);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		Map<String, String> values = new HashMap<>();
		int group = 1;
		for (Part part : this.parts) {
			if (part instanceof Variable(String name, boolean reserved)) {
				String value = decode(matcher.group(group++));
				if (value == null) {
					return Optional.empty();
				}
				values.put(name, value);
			}
		}
		boolean canonical = comparable(uri).equals(comparable(expand((name) -> values.getOrDefault(name, ""))));
		return canonical ? Optional.of(values) : Optional.empty();
	}

	private static String comparable(String uri) {
		return (uri.indexOf('%') < 0) ? uri : OPTIONAL_ESCAPE.matcher(uri)
			.replaceAll((escape) -> String.valueOf((char) HexFormat.fromHexDigits(escape.group(), 1, 3)));
	}

	/**
	 * Fills the variables.
	 * @param values gives a variable's value
	 */
	public String expand(Function<String, String> values) {
		StringBuilder uri = new StringBuilder();
		for (Part part : this.parts) {
			switch (part) {
				case Literal(String text) -> uri.append(text);
				case Variable(String name, boolean reserved) ->
					encode(values.apply(name), reserved ? UNRESERVED + RESERVED : UNRESERVED, uri);
			}
		}
		return uri.toString();
	}

	private static void encode(String value, String allowed, StringBuilder uri) {
		for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
			if (allowed.indexOf(octet) >= 0) {
				uri.append((char) octet);
			}
			else {
				uri.append('%').append(HEX.toHexDigits(octet));
			}
		}
	}

	/** Unlike {@code URLDecoder}: a plus is a plus, and what is not UTF-8 is nothing. */
	private static @Nullable String decode(String value) {
		if (value.indexOf('%') < 0) {
			return value;
		}
		ByteArrayOutputStream octets = new ByteArrayOutputStream(value.length());
		int end = 0;
		for (int percent = value.indexOf('%'); percent >= 0; percent = value.indexOf('%', end)) {
			octets.writeBytes(value.substring(end, percent).getBytes(StandardCharsets.UTF_8));
			end = percent + 3;
			if (end > value.length() || !HexFormat.isHexDigit(value.charAt(percent + 1))
					|| !HexFormat.isHexDigit(value.charAt(percent + 2))) {
				return null;
			}
			octets.write(HexFormat.fromHexDigits(value, percent + 1, end));
		}
		octets.writeBytes(value.substring(end).getBytes(StandardCharsets.UTF_8));
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return this.template;
	}

	private sealed interface Part {

	}

	private record Literal(String text) implements Part {
	}

	private record Variable(String name, boolean reserved) implements Part {
	}

}
