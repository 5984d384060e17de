package dev.mcpgateway.mongo;

import java.util.List;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks through arguments: refused before anything is sent to the server.
 */
@MongoTest
class MongoInjectionTests {

	private static final String ID = "0123456789abcdef01234567";

	@LocalServerPort
	private int port;

	@Autowired
	private MongoCommands commands;

	private GatewayClient gateway;

	private final String collection = "prey-" + new ObjectId().toHexString();

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", () -> MongoTestServer.shared().uri());
	}

	@BeforeEach
	void connect() {
		this.gateway = new GatewayClient(this.port);
		this.commands.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "system.users", "system.js", "system.buckets.a", "a.$cmd", "$cmd", "a$b", "", ".", "a.",
			".a", "a..b", "a/b", "a b", "a\\u0000b", "a\\n", "ä", "../a",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
	void aCollectionThatMayNotBeNamedIsRefused(String name) {
		for (String call : List.of("create_item|, \"data\": {}", "find_items|",
				"update_item|, \"item_id\": \"" + ID + "\", \"data\": {\"a\": 1}",
				"delete_item|, \"item_id\": \"" + ID + "\"")) {
			String tool = call.substring(0, call.indexOf('|'));
			String others = call.substring(call.indexOf('|') + 1);
			assertRefused(this.gateway.call(tool, "{\"collection\": \"%s\"%s}".formatted(name, others)), "/collection");
		}
		assertNothingWasSent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "system.users", "a.$cmd", "a$b", "a..b", "a\0b" })
	void aResourceOfSuchACollectionIsRefused(String name) {
		assertRefused(ItemCalls.read(this.gateway, name, ID), "/collection");
		assertNothingWasSent();
	}

	@Test
	void anEscapedSlashInAResourceNamesNoOtherCollection() {
		assertRefused(this.gateway.read("items://a%2Fb/" + ID), "/collection");
		// A resource has one spelling, and a dot is not escaped in it.
		assertThat(this.gateway.read("items://system%2Eusers/" + ID).status()).isEqualTo(404);
		assertNothingWasSent();
	}

	@Test
	void anOperatorInPlaceOfAStringBreaksTheSchema() {
		assertRefused(this.gateway.call("find_items", "{\"collection\": {\"$ne\": null}}"), "/collection");
		assertRefused(this.gateway.call("delete_item", "{\"collection\": \"a\", \"item_id\": {\"$ne\": null}}"),
				"/item_id");
		assertRefused(this.gateway.call("find_items", "{\"collection\": \"a\", \"filter\": \"{$where: 1}\"}"),
				"/filter");
		assertRefused(this.gateway.call("find_items", "{\"collection\": \"a\", \"limit\": {\"$gt\": 0}}"), "/limit");
		assertNothingWasSent();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"$where": "sleep(9999)"}                                             | /filter/$where
			{"$expr": {"$function": {"body": "", "args": [], "lang": "js"}}}      | /filter/$expr/$function
			{"$expr": {"$gt": ["$a", 1]}}                                         | /filter/$expr
			{"a": {"$function": {"body": "while(1);", "args": [], "lang": "js"}}} | /filter/a/$function
			{"$or": [{"a": 1}, {"$and": [{"$where": "1"}]}]}                      | /filter/$or/1/$and/0/$where
			{"a": {"$elemMatch": {"$where": "1"}}}                                | /filter/a/$elemMatch/$where
			{"a": {"$not": {"$accumulator": {}}}}                                 | /filter/a/$not/$accumulator
			{"$jsonSchema": {}}                                                   | /filter/$jsonSchema
			{"$text": {"$search": "x"}}                                           | /filter/$text/$search
			{"$comment": "x"}                                                     | /filter/$comment
			{"a": {"b": {"c": [{"$out": "x"}]}}}                                  | /filter/a/b/c/0/$out
			{"$merge": "x"}                                                       | /filter/$merge
			{"$facet": {"x": [{"$out": "y"}]}}                                    | /filter/$facet/x/0/$out
			{"a": {"$code": "function() { return 1 }"}}                           | /filter/a/$code
			{"a": {"$code": "1", "$scope": {}}}                                   | /filter/a/$code
			{"a": {"$dbPointer": {"$ref": "b", "$id": 1}}}                        | /filter/a/$dbPointer/$ref
			{"a": {"$ref": "b", "$id": 1}}                                        | /filter/a/$ref
			{"a": {"$oid": "0123456789abcdef01234567", "$where": "1"}}            | /filter/a/$oid
			{"a": {"$oid": {"$ne": null}}}                                        | /filter/a/$oid
			{"a~/b": {"$WHERE": 1}}                                               | /filter/a~0~1b/$WHERE
			{"a": {"$regex": "x", "$options": "e"}}                               | /filter/a/$options
			{"a": {"$regex": "a\\u0000b"}}                                        | /filter/a/$regex
			{"a": {"$in": 5}}                                                     | /filter/a/$in
			{"$or": []}                                                           | /filter/$or
			{"a\\u0000b": 1}                                                      | /filter/a\0b
			{"a": {"$numberLong": "9223372036854775808"}}                         | /filter/a/$numberLong
			{"a": {"$date": "yesterday"}}                                         | /filter/a/$date
			{"a": 9223372036854775808}                                            | /filter/a
			{"a": 1e999}                                                          | /filter/a
			""")
	void aFilterThatDoesMoreThanCompareIsRefusedWhereItDoes(String filter, String pointer) {
		Answer answer = this.gateway.call("find_items",
				"{\"collection\": \"%s\", \"filter\": %s}".formatted(this.collection, filter));
		assertRefused(answer, pointer);
		assertNothingWasSent();
	}

	@Test
	void whatIsRefusedIsNamed() {
		Answer answer = this.gateway.call("find_items", "{\"collection\": \"a\", \"filter\": {\"$where\": \"1\"}}");
		assertThat(answer.json().at("/errors/0/detail").stringValue()).startsWith("$where may not be used in a filter")
			.contains("$eq");
	}

	@Test
	void aLongPatternIsRefused() {
		String pattern = "(a+)+".repeat(101);
		assertRefused(
				this.gateway.call("find_items",
						"{\"collection\": \"a\", \"filter\": {\"a\": {\"$regex\": \"%s\"}}}".formatted(pattern)),
				"/filter/a/$regex");
		assertRefused(this.gateway.call("find_items",
				"""
						{"collection": "a", "filter": {"a": {"$in": [{"$regularExpression": {"pattern": "%s", "options": ""}}]}}}"""
					.formatted(pattern)),
				"/filter/a/$in/0/$regularExpression/pattern");
		assertNothingWasSent();
	}

	@Test
	void aNumberOfManyDigitsIsRefusedAtOnce() {
		String digits = "9".repeat(900_000);
		for (String type : List.of("$numberDecimal", "$numberLong", "$numberDouble", "$date")) {
			long start = System.nanoTime();
			assertRefused(
					this.gateway.call("find_items",
							"{\"collection\": \"a\", \"filter\": {\"a\": {\"%s\": \"%s\"}}}".formatted(type, digits)),
					"/filter/a/" + type);
			assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"a": 2}                        | /sort/a
			{"a": "1"}                      | /sort/a
			{"a": 1.5}                      | /sort/a
			{"a": {"$meta": "textScore"}}   | /sort/a
			{"$natural": 1}                 | /sort/$natural
			{"a.$where": 1}                 | /sort/a.$where
			{"": 1}                         | /sort/
			""")
	void aSortIsFieldsAndDirectionsOnly(String sort, String pointer) {
		assertRefused(this.gateway.call("find_items", "{\"collection\": \"a\", \"sort\": %s}".formatted(sort)),
				pointer);
		assertNothingWasSent();
	}

	@Test
	void aSortHasFewFields() {
		String fields = String.join(", ", Flux.range(1, 33).map("\"f%d\": 1"::formatted).toIterable());
		assertRefused(this.gateway.call("find_items", "{\"collection\": \"a\", \"sort\": {%s}}".formatted(fields)),
				"/sort");
		assertNothingWasSent();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"$set": {"a": 1}}                            | /data/$set/a
			{"a": {"$inc": 1}}                            | /data/a/$inc
			{"a": [{"b": {"$where": "1"}}]}               | /data/a/0/b/$where
			{"a": {"$code": "1"}}                         | /data/a/$code
			{"a": {"$ref": "b", "$id": 1}}                | /data/a/$ref
			{"a": {"$undefined": true}}                   | /data/a/$undefined
			{"$rename": "x"}                              | /data/$rename
			""")
	void storedDataHasNoOperators(String data, String pointer) {
		Answer created = this.gateway.call("create_item", "{\"collection\": \"a\", \"data\": %s}".formatted(data));
		assertThat(created.status()).as(created.text()).isEqualTo(400);
		assertThat(created.pointer()).startsWith("/data/")
			.satisfiesAnyOf((at) -> assertThat(at).isEqualTo(pointer), (at) -> assertThat(pointer).startsWith(at));
		Answer updated = this.gateway.call("update_item",
				"{\"collection\": \"a\", \"item_id\": \"%s\", \"data\": %s}".formatted(ID, data));
		assertThat(updated.status()).as(updated.text()).isEqualTo(400);
		assertNothingWasSent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.$", "a.$[]", "a.$[x].b" })
	void anUpdateNamesNoPositionalOperators(String field) {
		assertRefused(
				this.gateway.call("update_item",
						"{\"collection\": \"a\", \"item_id\": \"%s\", \"data\": {\"%s\": 1}}".formatted(ID, field)),
				"/data/" + field);
		assertNothingWasSent();
	}

	@Test
	void textThatLooksLikeCodeIsStoredAsText() {
		String text = "'; db.dropDatabase(); //";
		String id = ItemCalls.create(this.gateway, this.collection, "{\"a\": \"%s\"}".formatted(text));
		assertThat(ItemCalls.read(this.gateway, this.collection, id).json().get("a").stringValue()).isEqualTo(text);
	}

	@Test
	void aStoredOperatorOfAnotherClientIsOnlyShown() {
		MongoTestServer.shared()
			.insert(this.collection, Flux.just(new Document("a", new org.bson.types.Code("while(true);"))));
		assertThat(this.gateway.value("find_items", "{\"collection\": \"%s\"}".formatted(this.collection)).get("a"))
			.hasToString("{\"$code\":\"while(true);\"}");
	}

	private static void assertRefused(Answer answer, String pointer) {
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.problem()).isEqualTo("invalid-arguments");
		assertThat(answer.pointer()).isEqualTo(pointer);
		assertThat(answer.text()).doesNotContain("Exception", "org.bson", "com.mongodb", "mongodb://");
	}

	private void assertNothingWasSent() {
		for (String command : List.of("find", "insert", "update", "delete", "aggregate")) {
			assertThat(this.commands.count(command)).isZero();
		}
	}

}
