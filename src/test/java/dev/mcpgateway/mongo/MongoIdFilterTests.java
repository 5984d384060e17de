package dev.mcpgateway.mongo;

import java.util.List;
import java.util.Locale;

import dev.mcpgateway.testing.GatewayClient;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items are found by the id that they are shown with.
 */
@MongoTest
class MongoIdFilterTests {

	private static final String A = "0123456789abcdef0000000a";

	private static final String B = "0123456789abcdef0000000b";

	private static final String TEXT = "0123456789abcdef0000000c";

	private static final String ODD = "not hexadecimal";

	private final String collection = "ids-" + new ObjectId().toHexString();

	private final GatewayClient gateway;

	MongoIdFilterTests(@LocalServerPort int port) {
		this.gateway = new GatewayClient(port);
	}

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", () -> MongoTestServer.shared().uri());
	}

	/** Two items with ObjectIds, and two of another program with ids that are text. */
	@BeforeEach
	void store() {
		MongoTestServer.shared()
			.insert(this.collection,
					Flux.just(new Document("_id", new ObjectId(A)).append("name", "a"),
							new Document("_id", new ObjectId(B)).append("name", "b"),
							new Document("_id", TEXT).append("name", "c"), new Document("_id", ODD).append("name", "d"),
							new Document("_id", 7).append("name", "e").append("ref", A)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"_id": "A"}                                            | a
			{"_id": "TEXT"}                                         | c
			{"_id": {"$oid": "A"}}                                  | a
			{"_id": {"$oid": "TEXT"}}                               |
			{"_id": 7}                                              | e
			{"_id": "not hexadecimal"}                              | d
			{"_id": {"$eq": "B"}}                                   | b
			{"_id": {"$ne": "B"}}                                   | a c d e
			{"_id": {"$ne": "TEXT"}}                                | a b d e
			{"_id": {"$in": ["A", "TEXT", 7]}}                      | a c e
			{"_id": {"$nin": ["A", "TEXT", 7]}}                     | b d
			{"_id": {"$gt": "A"}}                                   | b c d
			{"_id": {"$gte": "A", "$lt": "B"}}                      | a
			{"_id": {"$gt": {"$oid": "A"}}}                         | b
			{"_id": {"$not": {"$eq": "A"}}}                         | b c d e
			{"_id": {"$not": {"$gte": "B"}}}                        | a e
			{"_id": {"$not": {"$in": ["A", "B"]}}}                  | c d e
			{"_id": {"$eq": "A", "$in": ["A", "B"]}}                | a
			{"_id": {"$in": ["A", "B"], "$ne": "A"}}                | b
			{"_id": {"$regex": "^NOT", "$options": "i"}}            | d
			{"_id": {"$gt": 5, "$exists": true}}                    | e
			{"$or": [{"_id": "A"}, {"_id": "TEXT"}]}                | a c
			{"$and": [{"_id": {"$gte": "A"}}, {"name": {"$ne": "b"}}], "_id": {"$gt": "A"}} | c d
			{"$or": [{"name": "a"}, {"name": "b"}], "_id": {"$gt": "A"}} | b
			{"$nor": [{"_id": "A"}, {"_id": 7}]}                    | b c d
			{"_id": "A", "name": "b"}                               |
			{"ref": "A"}                                            | e
			""")
	void itemIsFoundByTheTextOfItsId(String filter, String names) {
		String written = filter.replace("\"A\"", '"' + A + '"')
			.replace("\"B\"", '"' + B + '"')
			.replace("\"TEXT\"", '"' + TEXT + '"');
		List<String> expected = (names == null) ? List.of() : List.of(names.split(" "));
		assertThat(this.gateway.values("find_items", "{\"collection\": \"%s\", \"filter\": %s, \"sort\": {\"name\": 1}}"
			.formatted(this.collection, written))).extracting((item) -> item.get("name").stringValue())
			.isEqualTo(expected);
	}

	@Test
	void idThatIsShownFindsItsItem() {
		String id = ItemCalls.create(this.gateway, this.collection, "{\"name\": \"new\"}");
		assertThat(this.gateway
			.value("find_items",
					"{\"collection\": \"%s\", \"filter\": {\"_id\": \"%s\"}}".formatted(this.collection,
							id.toUpperCase(Locale.ROOT)))
			.get("_id")
			.stringValue()).isEqualTo(id);
	}

}
