package dev.mcpgateway.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one JSON value out of bytes that a stranger sent. Refuses what is not exactly one
 * value of well-formed UTF-8 JSON (a byte order mark before it is ignored), duplicate
 * keys, numbers of more than 1,000 digits or an exponent beyond 1,000, keys of more than
 * 1,000 characters, surrogates that stand alone, deeper nesting and more tokens than are
 * allowed. Bounding the bytes is the caller's part. Thread-safe.
 */
public final class StrictJsonReader {

	private static final int MAX_NUMBER_LENGTH = 1_000;

	/** Leaves room for 1,000 digits behind the point beside the exponent. */
	private static final int MAX_SCALE = 2_000;

	private static final int MAX_NAME_LENGTH = 1_000;

	private static final String EXPONENT = "The JSON breaks a limit: a number has an exponent beyond 1,000";

	/** What a text may have when nobody says otherwise. */
	private static final int MAX_TOKENS = 100_000;

	/** How the parser begins to name its own settings, for which a sender has no use. */
	private static final List<String> PARSER_DETAILS = List.of(" (`", ": enable `", " (bound as `", " (start marker");

	private static final Pattern PARSER_SETTING = Pattern.compile(", from `[^`]*`");

	private final JsonMapper mapper;

	/**
	 * Creates a reader.
	 * @param maxDepth how deep objects and arrays may nest
	 */
	public StrictJsonReader(int maxDepth) {
		this(maxDepth, MAX_TOKENS);
	}

	/**
	 * Creates a reader.
	 * @param maxDepth how deep objects and arrays may nest
	 * @param maxTokens how many tokens (values, names, brackets) there may be
	 */
	public StrictJsonReader(int maxDepth, int maxTokens) {
		StreamReadConstraints constraints = StreamReadConstraints.builder()
			.maxNestingDepth(maxDepth)
			.maxNumberLength(MAX_NUMBER_LENGTH)
			.maxNameLength(MAX_NAME_LENGTH)
			.maxStringLength(Integer.MAX_VALUE)
			.maxTokenCount(maxTokens)
			.build();
		JsonFactory factory = JsonFactory.builder()
			.streamReadConstraints(constraints)
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.build();
		this.mapper = JsonMapper.builder(factory)
			.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.build();
	}

	/**
	 * Reads one value.
	 * @throws MalformedJsonException when the bytes are not one acceptable value
	 */
	public JsonNode read(byte[] bytes) {
		if (!isUtf8(bytes)) {
			throw new MalformedJsonException("Not valid JSON: the body is not UTF-8");
		}
		JsonNode value;
		try {
			value = this.mapper.readTree(bytes);
		}
		catch (StreamConstraintsException ex) {
			throw new MalformedJsonException("The JSON breaks a limit: " + firstSentence(ex));
		}
		catch (NumberFormatException ex) {
			throw new MalformedJsonException(EXPONENT);
		}
		catch (JacksonException ex) {
			throw new MalformedJsonException("Not valid JSON: " + firstSentence(ex) + position(ex));
		}
		if (value.isMissingNode()) {
			throw new MalformedJsonException("Not valid JSON: the body is empty");
		}
		refuseOddValues(value);
		return value;
	}

	/**
	 * The parser lets characters pass that are encoded longer than need be, and takes
	 * UTF-16 and UTF-32 by the zeros at the beginning, which no JSON in UTF-8 has.
	 */
	private static boolean isUtf8(byte[] bytes) {
		for (int i = 0; i < Math.min(4, bytes.length); i++) {
			if (bytes[i] == 0) {
				return false;
			}
		}
		int ascii = 0;
		while (ascii < bytes.length && bytes[ascii] >= 0) {
			ascii++;
		}
		if (ascii == bytes.length) {
			return true;
		}
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer rest = ByteBuffer.wrap(bytes, ascii, bytes.length - ascii);
		CharBuffer decoded = CharBuffer.allocate(1024);
		CoderResult result;
		do {
			result = decoder.decode(rest, decoded.clear(), true);
		}
		while (result.isOverflow());
		return !result.isError();
	}

	private static String firstSentence(JacksonException ex) {
		String message = ex.getOriginalMessage();
		int end = message.indexOf('\n');
		message = PARSER_SETTING.matcher((end >= 0) ? message.substring(0, end) : message).replaceAll("");
		for (String details : PARSER_DETAILS) {
			int start = message.indexOf(details);
			message = (start >= 0) ? message.substring(0, start) : message;
		}
		return (message.length() <= 200) ? message : message.substring(0, 200) + "…";
	}

	private static String position(JacksonException ex) {
		return (ex instanceof StreamReadException && ex.getLocation() != null)
				? " (line %d, column %d)".formatted(ex.getLocation().getLineNr(), ex.getLocation().getColumnNr()) : "";
	}

	/**
	 * What the parser lets pass, but nothing behind it could carry: an escape can smuggle
	 * half a character in, which no UTF-8 could carry out again, and an exponent a number
	 * that fills the memory when it is written out.
	 */
	private static void refuseOddValues(JsonNode root) {
		Deque<JsonNode> open = new ArrayDeque<>();
		open.push(root);
		while (!open.isEmpty()) {
			JsonNode node = open.pop();
			if (node.isString()) {
				refuseLoneSurrogates(node.stringValue());
			}
			else if (node.isBigDecimal() && Math.abs((long) node.decimalValue().scale()) > MAX_SCALE) {
				throw new MalformedJsonException(EXPONENT);
			}
			else if (node.isObject()) {
				node.forEachEntry((name, value) -> {
					refuseLoneSurrogates(name);
					open.push(value);
				});
			}
			else if (node.isArray()) {
				node.forEach(open::push);
			}
		}
	}

	private static void refuseLoneSurrogates(String text) {
		int i = 0;
		while (i < text.length()) {
			int each = text.codePointAt(i);
			// A pair counts as one code point; only what stands alone is still a
			// surrogate.
			if (each <= 0xFFFF && Character.isSurrogate((char) each)) {
				throw new MalformedJsonException("A string holds half of a surrogate pair");
			}
			i += Character.charCount(each);
		}
	}

}
