package dev.mcpgateway.mongo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes BSON of what a caller sent: plain JSON, and MongoDB Extended JSON v2 for the
 * types that JSON lacks. Types that carry JavaScript or are deprecated do not exist here.
 * An object that is no such type stays an object, and each of its names is put before a
 * {@link NameRule}, so no {@code $} name gets past unseen at any depth.
 * <p>
 * How deep it may nest is bounded where the JSON comes in.
 */
final class ExtendedJsonReader {

	/** Longer patterns are no searches any more but a way to keep a server busy. */
	private static final int MAX_PATTERN_LENGTH = 500;

	/** The longest text of a number or a date; parsing takes more than linear time. */
	private static final int MAX_SCALAR_LENGTH = 64;

	private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

	private static final Pattern REGEX_OPTIONS = Pattern.compile("[imsux]{0,5}");

	private static final Pattern SUB_TYPE = Pattern.compile("[0-9a-fA-F]{1,2}");

	private final NameRule rule;

	/**
	 * Creates a reader.
	 * @param rule what names of fields may be
	 */
	ExtendedJsonReader(NameRule rule) {
		this.rule = rule;
	}

	/**
	 * Reads an argument that is to be a document.
	 * @throws dev.mcpgateway.failure.InvalidArgumentsException with the place that is
	 * wrong
	 */
	BsonDocument read(ObjectNode argument, JsonLocation at) {
		return document(argument, at);
	}

	private BsonDocument document(ObjectNode object, JsonLocation at) {
		BsonDocument document = new BsonDocument(object.size());
		for (Map.Entry<String, JsonNode> each : object.properties()) {
			String name = each.getKey();
			JsonLocation here = at.member(name);
			if (name.indexOf('\0') >= 0) {
				throw here.failure("a field's name cannot contain NUL");
			}
			BsonValue value = value(each.getValue(), here);
			this.rule.check(name, value, here);
			document.put(name, value);
		}
		return document;
	}

	private BsonValue value(JsonNode node, JsonLocation at) {
		return switch (node.getNodeType()) {
			case OBJECT -> object((ObjectNode) node, at);
			case ARRAY -> array(node, at);
			case STRING -> new BsonString(node.stringValue());
			case BOOLEAN -> BsonBoolean.valueOf(node.booleanValue());
			case NULL -> BsonNull.VALUE;
			case NUMBER -> number(node, at);
			case BINARY, MISSING, POJO -> throw new IllegalStateException("Not JSON: " + node.getNodeType());
		};
	}

	private BsonArray array(JsonNode node, JsonLocation at) {
		BsonArray array = new BsonArray(node.size());
		for (JsonNode each : node) {
			array.add(value(each, at.element(array.size())));
		}
		return array;
	}

	private static BsonValue number(JsonNode node, JsonLocation at) {
		if (node.isIntegralNumber()) {
			if (node.canConvertToInt()) {
				return new BsonInt32(node.intValue());
			}
			if (node.canConvertToLong()) {
				return new BsonInt64(node.longValue());
			}
			throw at.failure("does not fit 64 bits; a longer number is written as {\"$numberDecimal\": \"…\"}");
		}
		double value = node.decimalValue().doubleValue();
		if (!Double.isFinite(value)) {
			throw at.failure("is too large; such a number is written as {\"$numberDecimal\": \"…\"}");
		}
		if (!isExact(node.decimalValue(), value)) {
			throw at.failure("has more digits than a floating-point number keeps, of which there are about 16; "
					+ "such a number is written as {\"$numberDecimal\": \"…\"}");
		}
		return new BsonDouble(value);
	}

	/**
	 * Whether the digits are how some program writes this very double: its true value,
	 * rounded to as many digits as are written, or the fewest digits that name it.
	 */
	private static boolean isExact(BigDecimal digits, double value) {
		return digits.compareTo(new BigDecimal(value).round(new MathContext(digits.precision()))) == 0
				|| digits.compareTo(BigDecimal.valueOf(value)) == 0;
	}

	private BsonValue object(ObjectNode object, JsonLocation at) {
		if (object.size() == 1) {
			Map.Entry<String, JsonNode> only = object.properties().iterator().next();
			BsonValue typed = typed(only.getKey(), only.getValue(), at.member(only.getKey()));
			if (typed != null) {
				return typed;
			}
		}
		return document(object, at);
	}

	private static @Nullable BsonValue typed(String type, JsonNode value, JsonLocation at) {
		try {
			return switch (type) {
				case "$oid" -> new BsonObjectId(new ObjectId(scalar(value, at)));
				case "$date" -> date(value, at);
				case "$numberInt" -> new BsonInt32(Integer.parseInt(scalar(value, at)));
				case "$numberLong" -> new BsonInt64(Long.parseLong(scalar(value, at)));
				case "$numberDouble" -> new BsonDouble(Double.parseDouble(scalar(value, at)));
				case "$numberDecimal" -> new BsonDecimal128(Decimal128.parse(scalar(value, at)));
				case "$uuid" -> new BsonBinary(UUID.fromString(scalar(value, at)));
				case "$binary" -> binary(members(value, at, Set.of("base64", "subType")), at);
				case "$timestamp" -> timestamp(members(value, at, Set.of("t", "i")), at);
				case "$regularExpression" -> regularExpression(members(value, at, Set.of("pattern", "options")), at);
				case "$minKey" -> new BsonMinKey();
				case "$maxKey" -> new BsonMaxKey();
				default -> null;
			};
		}
		catch (IllegalArgumentException | DateTimeException | ArithmeticException ex) {
			// Parsers of numbers, ids, dates and base64 fail with one of these.
			throw at.failure("not a value of the extended JSON type " + type);
		}
	}

	private static BsonDateTime date(JsonNode value, JsonLocation at) {
		if (value instanceof ObjectNode object) {
			JsonNode millis = members(object, at, Set.of("$numberLong")).get("$numberLong");
			return new BsonDateTime(Long.parseLong(scalar(millis, at.member("$numberLong"))));
		}
		return new BsonDateTime(OffsetDateTime.parse(scalar(value, at)).toInstant().toEpochMilli());
	}

	private static BsonBinary binary(ObjectNode members, JsonLocation at) {
		String subType = text(members.get("subType"), at.member("subType"));
		if (!SUB_TYPE.matcher(subType).matches()) {
			throw at.member("subType").failure("not a binary subtype: one or two hexadecimal digits");
		}
		byte[] bytes = Base64.getDecoder().decode(text(members.get("base64"), at.member("base64")));
		return new BsonBinary((byte) Integer.parseInt(subType, 16), bytes);
	}

	private static BsonTimestamp timestamp(ObjectNode members, JsonLocation at) {
		return new BsonTimestamp(unsignedInt(members.get("t"), at.member("t")),
				unsignedInt(members.get("i"), at.member("i")));
	}

	private static int unsignedInt(JsonNode node, JsonLocation at) {
		if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0
				|| node.longValue() > MAX_UNSIGNED_INT) {
			throw at.failure("not a whole number of 32 bits");
		}
		return (int) node.longValue();
	}

	private static BsonRegularExpression regularExpression(ObjectNode members, JsonLocation at) {
		JsonLocation patternAt = at.member("pattern");
		JsonLocation optionsAt = at.member("options");
		String pattern = text(members.get("pattern"), patternAt);
		String options = text(members.get("options"), optionsAt);
		checkPattern(pattern, patternAt);
		checkOptions(options, optionsAt);
		return new BsonRegularExpression(pattern, options);
	}

	/** Refuses patterns that are too long or that BSON cannot carry. */
	static void checkPattern(String pattern, JsonLocation at) {
		if (pattern.length() > MAX_PATTERN_LENGTH || pattern.indexOf('\0') >= 0) {
			throw at.failure("a pattern has at most %d characters and no NUL".formatted(MAX_PATTERN_LENGTH));
		}
	}

	/** Refuses options that no pattern has. */
	static void checkOptions(String options, JsonLocation at) {
		if (!REGEX_OPTIONS.matcher(options).matches()) {
			throw at.failure("a pattern's options are some of i, m, s, u, x");
		}
	}

	/** The text of something short. */
	private static String scalar(JsonNode node, JsonLocation at) {
		String text = text(node, at);
		if (text.length() > MAX_SCALAR_LENGTH) {
			throw at.failure("has more than %d characters".formatted(MAX_SCALAR_LENGTH));
		}
		return text;
	}

	private static String text(JsonNode node, JsonLocation at) {
		if (!node.isString()) {
			throw at.failure("must be a string");
		}
		return node.stringValue();
	}

	private static ObjectNode members(JsonNode node, JsonLocation at, Set<String> names) {
		if (node instanceof ObjectNode object && object.size() == names.size()
				&& names.stream().allMatch(object::has)) {
			return object;
		}
		throw at.failure("must be an object with exactly " + String.join(" and ", names.stream().sorted().toList()));
	}

	/**
	 * What names of fields may be.
	 */
	@FunctionalInterface
	interface NameRule {

		/**
		 * Checks one field of a document, at any depth.
		 * @throws dev.mcpgateway.failure.InvalidArgumentsException when it is not allowed
		 */
		void check(String name, BsonValue value, JsonLocation at);

	}

}
