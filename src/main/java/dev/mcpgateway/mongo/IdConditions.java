package dev.mcpgateway.mongo;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * Makes conditions on {@code _id} accept the text that items are shown with: a string of
 * 24 hexadecimal digits matches the ObjectId with these digits beside the string itself.
 * Values of other types, and conditions on other fields, stay what they are.
 */
final class IdConditions {

	private static final String ID = "_id";

	private static final Set<String> COMBINING = Set.of("$and", "$or", "$nor");

	private static final Set<String> RANGE = Set.of("$gt", "$gte", "$lt", "$lte");

	private IdConditions() {
	}

	/**
	 * Rewrites a filter that has been checked.
	 * @return an equivalent filter that also matches by the text of ObjectIds
	 */
	static BsonDocument matchingText(BsonDocument filter) {
		BsonDocument rewritten = new BsonDocument(filter.size());
		BsonArray clauses = new BsonArray();
		for (Map.Entry<String, BsonValue> each : filter.entrySet()) {
			if (COMBINING.contains(each.getKey())) {
				rewritten.put(each.getKey(),
						new BsonArray(each.getValue()
							.asArray()
							.stream()
							.map((alternative) -> matchingText(alternative.asDocument()))
							.toList()));
			}
			else if (each.getKey().equals(ID)) {
				clauses.addAll(clauses(each.getValue()));
			}
			else {
				rewritten.put(each.getKey(), each.getValue());
			}
		}
		return joined(rewritten, clauses);
	}

	/** The filter with further clauses; one needs no {@code $and} around it. */
	private static BsonDocument joined(BsonDocument filter, BsonArray clauses) {
		if (clauses.size() == 1 && clauses.get(0).asDocument().keySet().stream().noneMatch(filter::containsKey)) {
			filter.putAll(clauses.get(0).asDocument());
			return filter;
		}
		if (!clauses.isEmpty()) {
			BsonArray all = filter.getArray("$and", new BsonArray()).clone();
			all.addAll(clauses);
			filter.put("$and", all);
		}
		return filter;
	}

	/** What the condition asks, as filters of which each must hold. */
	private static BsonArray clauses(BsonValue condition) {
		if (!isOperators(condition)) {
			return new BsonArray(
					List.of(isText(condition) ? id("$in", both(condition)) : new BsonDocument(ID, condition)));
		}
		BsonArray clauses = new BsonArray();
		BsonDocument rest = new BsonDocument();
		BsonDocument range = new BsonDocument();
		condition.asDocument().forEach((operator, operand) -> {
			switch (operator) {
				case "$eq" -> clauses.add(isText(operand) ? id("$in", both(operand)) : id(operator, operand));
				case "$ne" -> clauses.add(isText(operand) ? id("$nin", both(operand)) : id(operator, operand));
				case "$in", "$nin" -> clauses.add(id(operator, allBoth(operand.asArray())));
				case "$all" -> operand.asArray().forEach((each) -> clauses.addAll(clauses(each)));
				case "$not" -> clauses.add(not(operand));
				default -> (RANGE.contains(operator) ? range : rest).put(operator, operand);
			}
		});
		if (!range.isEmpty()) {
			clauses.add(range(range));
		}
		if (!rest.isEmpty()) {
			// $regex and $options are one condition and stay together.
			clauses.add(new BsonDocument(ID, rest));
		}
		return clauses;
	}

	/** Values of different types never compare, so a range of texts is two ranges. */
	private static BsonDocument range(BsonDocument range) {
		BsonDocument typed = new BsonDocument();
		range.forEach((operator, operand) -> typed.put(operator, isText(operand) ? objectId(operand) : operand));
		return typed.equals(range) ? new BsonDocument(ID, range) : new BsonDocument("$or",
				new BsonArray(List.of(new BsonDocument(ID, range), new BsonDocument(ID, typed))));
	}

	private static BsonDocument not(BsonValue operand) {
		if (!isOperators(operand)) {
			return id("$not", operand);
		}
		BsonDocument negated = joined(new BsonDocument(), clauses(operand));
		return new BsonDocument("$nor", new BsonArray(List.of(negated)));
	}

	private static boolean isOperators(BsonValue condition) {
		return condition.isDocument() && !condition.asDocument().isEmpty()
				&& condition.asDocument().keySet().stream().allMatch((name) -> name.startsWith("$"));
	}

	private static boolean isText(BsonValue value) {
		return value.isString() && ObjectId.isValid(value.asString().getValue());
	}

	private static BsonObjectId objectId(BsonValue text) {
		return new BsonObjectId(new ObjectId(text.asString().getValue()));
	}

	private static BsonArray both(BsonValue text) {
		return new BsonArray(List.of(objectId(text), text));
	}

	private static BsonArray allBoth(BsonArray values) {
		BsonArray all = new BsonArray();
		values.forEach((each) -> all.addAll(isText(each) ? both(each) : new BsonArray(List.of(each))));
		return all;
	}

	private static BsonDocument id(String operator, BsonValue operand) {
		return new BsonDocument(ID, new BsonDocument(operator, operand));
	}

}
