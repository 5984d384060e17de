package dev.mcpgateway.mongo;

import java.util.Map;

import dev.mcpgateway.failure.InvalidArgumentsException;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The reader and the writer against the driver's own.
 */
class MongoExtendedJsonTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final JsonWriterSettings RELAXED = JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

	@ParameterizedTest
	@ValueSource(strings = { "1", "-2147483648", "2147483648", "-9223372036854775808", "1.0", "-0.5", "1e300",
			"\"text \\u0000 ä 😀\"", "true", "null", "[]", "{}", "[1, [2, {\"b\": 3}]]", "{\"b\": {\"c\": [null]}}",
			"{\"$oid\": \"0123456789abcdef01234567\"}", "{\"$date\": \"2026-01-31T12:00:00Z\"}",
			"{\"$date\": \"2026-01-31T12:00:00.123+02:00\"}", "{\"$date\": {\"$numberLong\": \"-1\"}}",
			"{\"$date\": {\"$numberLong\": \"253402300800000\"}}", "{\"$numberInt\": \"5\"}",
			"{\"$numberLong\": \"9223372036854775807\"}", "{\"$numberDouble\": \"-Infinity\"}",
			"{\"$numberDouble\": \"NaN\"}", "{\"$numberDecimal\": \"0.100\"}", "{\"$numberDecimal\": \"-1E+6000\"}",
			"{\"$binary\": {\"base64\": \"AAECAw==\", \"subType\": \"80\"}}",
			"{\"$uuid\": \"123e4567-e89b-12d3-a456-426614174000\"}", "{\"$timestamp\": {\"t\": 4294967295, \"i\": 1}}",
			"{\"$regularExpression\": {\"pattern\": \"^a/b\", \"options\": \"im\"}}", "{\"$minKey\": 1}",
			"{\"$maxKey\": 1}" })
	void whatGoesInIsWhatTheDriverReadsAndWhatComesOutIsWhatItWrites(String value) {
		String json = "{\"a\": " + value + "}";
		BsonDocument read = read(json);
		assertThat(read).isEqualTo(BsonDocument.parse(json));
		assertThat(JSON.readTree(write(read))).isEqualTo(JSON.readTree(read.toJson(RELAXED)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"$code\": \"f()\"}", "{\"$code\": \"f()\", \"$scope\": {\"x\": 1}}",
			"{\"$symbol\": \"s\"}", "{\"$undefined\": true}",
			"{\"$dbPointer\": {\"$ref\": \"b.c\", \"$id\": {\"$oid\": \"0123456789abcdef01234567\"}}}" })
	void typesThatAreNotTakenAreShownAllTheSame(String value) {
		String json = "{\"a\": " + value + "}";
		assertThat(JSON.readTree(write(BsonDocument.parse(json)))).isEqualTo(JSON.readTree(json));
	}

	@Test
	void onlyTheItemsOwnIdIsPlainText() {
		String id = "{\"$oid\":\"0123456789abcdef01234567\"}";
		assertThat(write(BsonDocument.parse("{\"_id\": %s, \"a\": {\"_id\": %s}}".formatted(id, id))))
			.isEqualTo("{\"_id\":\"0123456789abcdef01234567\",\"a\":{\"_id\":%s}}".formatted(id));
		assertThat(write(BsonDocument.parse("{\"_id\": {\"$numberDecimal\": \"1\"}}")))
			.isEqualTo("{\"_id\":{\"$numberDecimal\":\"1\"}}");
		assertThat(write(BsonDocument.parse("{\"_id\": 7}"))).isEqualTo("{\"_id\":7}");
	}

	@Test
	void anItemBecomesATreeAsWellAsText() {
		RawBsonDocument raw = raw(BsonDocument.parse("{\"a\": {\"$date\": \"2026-01-31T12:00:00Z\"}}"));
		assertThat(JSON.<JsonNode>valueToTree(Map.of("item", new Item(raw))))
			.isEqualTo(JSON.readTree("{\"item\": {\"a\": {\"$date\": \"2026-01-31T12:00:00Z\"}}}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"$oid": "0123456789abcdef0123456"}                          | /d/a/$oid
			{"$oid": 1}                                                  | /d/a/$oid
			{"$date": 1}                                                 | /d/a/$date
			{"$date": {"$numberLong": 1}}                                | /d/a/$date/$numberLong
			{"$date": {"$numberLong": "1", "x": 1}}                      | /d/a/$date
			{"$date": "+1000000000-12-31T23:59:59Z"}                     | /d/a/$date
			{"$numberInt": "2147483648"}                                 | /d/a/$numberInt
			{"$numberDecimal": "1,5"}                                    | /d/a/$numberDecimal
			{"$numberDecimal": "1E+7000"}                                | /d/a/$numberDecimal
			{"$uuid": "x"}                                               | /d/a/$uuid
			{"$binary": {"base64": "?", "subType": "00"}}                | /d/a/$binary
			{"$binary": {"base64": "", "subType": "000"}}                | /d/a/$binary/subType
			{"$binary": "AAEC"}                                          | /d/a/$binary
			{"$timestamp": {"t": 4294967296, "i": 1}}                    | /d/a/$timestamp/t
			{"$timestamp": {"t": -1, "i": 1}}                            | /d/a/$timestamp/t
			{"$regularExpression": {"pattern": "a", "options": "g"}}     | /d/a/$regularExpression/options
			{"$regularExpression": {"pattern": 1, "options": ""}}        | /d/a/$regularExpression/pattern
			[0, {"b": {"$numberLong": "x"}}]                             | /d/a/1/b/$numberLong
			""")
	void aTypeThatIsWrittenWrongIsRefusedWhereItStands(String value, String pointer) {
		assertThatExceptionOfType(InvalidArgumentsException.class).isThrownBy(() -> read("{\"a\": " + value + "}"))
			.satisfies((failure) -> assertThat(failure.violations().getFirst().pointer()).isEqualTo(pointer));
	}

	private static BsonDocument read(String json) {
		return new ExtendedJsonReader((name, value, at) -> {
		}).read((ObjectNode) JSON.readTree(json), JsonLocation.ofArgument("d"));
	}

	private static String write(BsonDocument document) {
		return JSON.writeValueAsString(new Item(raw(document)));
	}

	private static RawBsonDocument raw(BsonDocument document) {
		return new RawBsonDocument(document, new BsonDocumentCodec());
	}

}
