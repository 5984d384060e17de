package dev.mcpgateway.json;

import java.util.ArrayDeque;
import java.util.Deque;

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
 * value of well-formed UTF-8 JSON, duplicate keys, numbers of more than 1,000 digits,
 * keys of more than 1,000 characters, surrogates that stand alone, and deeper nesting
 * than is allowed. Bounding the bytes is the caller's part. Thread-safe.
 */
public final class StrictJsonReader {

	private static final int MAX_NUMBER_LENGTH = 1_000;

	private static final int MAX_NAME_LENGTH = 1_000;

	private final JsonMapper mapper;

	/**
	 * Creates a reader.
	 * @param maxDepth how deep objects and arrays may nest
	 */
	public StrictJsonReader(int maxDepth) {
		StreamReadConstraints constraints = StreamReadConstraints.builder()
			.maxNestingDepth(maxDepth)
			.maxNumberLength(MAX_NUMBER_LENGTH)
			.maxNameLength(MAX_NAME_LENGTH)
			.maxStringLength(Integer.MAX_VALUE)
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
		JsonNode value;
		try {
			value = this.mapper.readTree(bytes);
		}
		catch (StreamConstraintsException ex) {
			throw new MalformedJsonException("The JSON breaks a limit: " + firstSentence(ex));
		}
		catch (JacksonException ex) {
			throw new MalformedJsonException("Not valid JSON: " + firstSentence(ex) + position(ex));
		}
		if (value.isMissingNode()) {
			throw new MalformedJsonException("Not valid JSON: the body is empty");
		}
		refuseLoneSurrogates(value);
		return value;
	}

	private static String firstSentence(JacksonException ex) {
		String message = ex.getOriginalMessage();
		int end = message.indexOf('\n');
		message = (end >= 0) ? message.substring(0, end) : message;
		// The parser names its own settings in brackets; the sender has no use for them.
		int details = message.indexOf(" (`");
		message = (details >= 0) ? message.substring(0, details) : message;
		return (message.length() <= 200) ? message : message.substring(0, 200) + "…";
	}

	private static String position(JacksonException ex) {
		return (ex instanceof StreamReadException && ex.getLocation() != null)
				? " (line %d, column %d)".formatted(ex.getLocation().getLineNr(), ex.getLocation().getColumnNr()) : "";
	}

	/**
	 * An escape can smuggle half a character in, which no UTF-8 could carry out again.
	 */
	private static void refuseLoneSurrogates(JsonNode root) {
		Deque<JsonNode> open = new ArrayDeque<>();
		open.push(root);
		while (!open.isEmpty()) {
			JsonNode node = open.pop();
			if (node.isString()) {
				refuseLoneSurrogates(node.stringValue());
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
		int point;
		for (int i = 0; i < text.length(); i += Character.charCount(point)) {
			point = text.codePointAt(i);
			// A pair counts as one code point; only what stands alone is still a
			// surrogate.
			if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
				throw new MalformedJsonException("A string holds half of a surrogate pair");
			}
		}
	}

}
