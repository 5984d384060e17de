package dev.mcpgateway.mongo;

import java.util.Map;
import java.util.TreeMap;

import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * What a filter may say. Only operators are allowed that compare stored values with sent
 * ones; all others are refused, those that run code or expressions above all, and
 * whatever future servers may add. What an operator takes is checked too: servers differ
 * in how they fail on it.
 */
final class FilterRule implements ExtendedJsonReader.NameRule {

	private static final Map<String, Operand> OPERATORS = new TreeMap<>(Map.ofEntries(Map.entry("$all", Operand.LIST),
			Map.entry("$and", Operand.FILTERS), Map.entry("$elemMatch", Operand.OBJECT),
			Map.entry("$eq", Operand.VALUE), Map.entry("$exists", Operand.BOOLEAN), Map.entry("$gt", Operand.VALUE),
			Map.entry("$gte", Operand.VALUE), Map.entry("$in", Operand.LIST), Map.entry("$lt", Operand.VALUE),
			Map.entry("$lte", Operand.VALUE), Map.entry("$mod", Operand.DIVISION), Map.entry("$ne", Operand.VALUE),
			Map.entry("$nin", Operand.LIST), Map.entry("$nor", Operand.FILTERS), Map.entry("$not", Operand.CONDITION),
			Map.entry("$options", Operand.TEXT), Map.entry("$or", Operand.FILTERS),
			Map.entry("$regex", Operand.PATTERN), Map.entry("$size", Operand.NUMBER),
			Map.entry("$type", Operand.VALUE)));

	@Override
	public void check(String name, BsonValue value, JsonLocation at) {
		if (!name.startsWith("$")) {
			return;
		}
		Operand operand = OPERATORS.get(name);
		if (operand == null) {
			throw at.failure("%s may not be used in a filter; operators are %s".formatted(name,
					String.join(" ", OPERATORS.keySet())));
		}
		if (!operand.fits(value)) {
			throw at.failure("%s takes %s".formatted(name, operand.description));
		}
		if (name.equals("$regex") && value.isString()) {
			ExtendedJsonReader.checkPattern(value.asString().getValue(), at);
		}
		if (name.equals("$options")) {
			ExtendedJsonReader.checkOptions(value.asString().getValue(), at);
		}
	}

	/**
	 * What an operator takes.
	 */
	private enum Operand {

		VALUE("any value"), TEXT("a string"), BOOLEAN("true or false"), NUMBER("a number"), OBJECT("an object"),
		LIST("an array"), FILTERS("an array of at least one object"),
		DIVISION("an array of two numbers, divisor and remainder"),
		CONDITION("an object with operators, or a regular expression"), PATTERN("a string or a regular expression");

		private final String description;

		Operand(String description) {
			this.description = description;
		}

		boolean fits(BsonValue value) {
			return switch (this) {
				case VALUE -> true;
				case TEXT -> value.isString();
				case BOOLEAN -> value.isBoolean();
				case NUMBER -> value.isNumber();
				case OBJECT -> value.isDocument();
				case LIST -> value.isArray();
				case FILTERS -> value.isArray() && !value.asArray().isEmpty()
						&& value.asArray().stream().allMatch(BsonValue::isDocument);
				case DIVISION -> value.isArray() && isPair(value.asArray());
				case CONDITION -> value.isDocument() || value.isRegularExpression();
				case PATTERN -> value.isString() || value.isRegularExpression();
			};
		}

		private static boolean isPair(BsonArray array) {
			return array.size() == 2 && array.stream().allMatch(BsonValue::isNumber);
		}

	}

}
