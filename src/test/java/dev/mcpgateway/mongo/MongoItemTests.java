package dev.mcpgateway.mongo;

import java.time.Instant;
import java.util.Date;
import java.util.List;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@MongoTest
class MongoItemTests {

	private static final String ABSENT = "0123456789abcdef01234567";

	@LocalServerPort
	private int port;

	private GatewayClient gateway;

	private final String collection = "books." + new ObjectId().toHexString();

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", () -> MongoTestServer.shared().uri());
	}

	@BeforeEach
	void connect() {
		this.gateway = new GatewayClient(this.port);
	}

	@Test
	void anItemIsCreatedReadChangedAndDeleted() {
		String id = ItemCalls.create(this.gateway, this.collection, """
				{"title": "Walden", "year": 1854, "author": {"name": "Thoreau"}, "tags": ["a", null, true, 1.5]}""");
		assertThat(id).matches("[0-9a-f]{24}");
		assertThat(this.gateway.read("items://" + this.collection + "/" + id).text()).isEqualTo("""
				{"_id":"%s","title":"Walden","year":1854,"author":{"name":"Thoreau"},"tags":["a",null,true,1.5]}"""
			.formatted(id));

		assertThat(this.gateway.value("update_item", arguments("""
				"item_id": "%s", "data": {"year": 1855, "author.name": "H. D. Thoreau"}""".formatted(id))))
			.isEqualTo(JsonMapper.shared().readTree("{\"id\": \"%s\", \"updated\": true}".formatted(id)));
		assertThat(ItemCalls.read(this.gateway, this.collection, id).json()).isEqualTo(JsonMapper.shared()
			.readTree(
					"""
							{"_id":"%s","title":"Walden","year":1855,"author":{"name":"H. D. Thoreau"},"tags":["a",null,true,1.5]}"""
						.formatted(id)));

		assertThat(this.gateway.value("delete_item", arguments("\"item_id\": \"%s\"".formatted(id))))
			.isEqualTo(JsonMapper.shared().readTree("{\"id\": \"%s\", \"deleted\": true}".formatted(id)));
		assertThat(ItemCalls.read(this.gateway, this.collection, id).status()).isEqualTo(404);
	}

	@Test
	void itemsAreFilteredSortedAndLimited() {
		for (int year = 1900; year < 1910; year++) {
			ItemCalls.create(this.gateway, this.collection, "{\"year\": %d}".formatted(year));
		}
		List<JsonNode> found = this.gateway.values("find_items", arguments("""
				"filter": {"$and": [{"year": {"$gte": 1902}}, {"year": {"$not": {"$gt": 1908}}}]},
				"sort": {"year": -1}, "limit": 3"""));
		assertThat(found).extracting((item) -> item.get("year").intValue()).containsExactly(1908, 1907, 1906);
		assertThat(this.gateway.values("find_items", arguments("\"filter\": {\"year\": {\"$in\": [1900, 1999]}}")))
			.hasSize(1);
	}

	@Test
	void aHundredItemsAreFoundWhenNoLimitIsGiven() {
		MongoTestServer.shared().insert(this.collection, Flux.range(1, 130).map((i) -> new Document("i", i)));
		assertThat(this.gateway.values("find_items", arguments("\"filter\": {}"))).hasSize(100);
		assertThat(this.gateway.values("find_items", arguments("\"limit\": 129"))).hasSize(129);
	}

	@Test
	void anItemIsFoundByItsId() {
		String id = ItemCalls.create(this.gateway, this.collection, "{\"a\": 1}");
		ItemCalls.create(this.gateway, this.collection, "{\"a\": 2}");
		assertThat(
				this.gateway.value("find_items", arguments("\"filter\": {\"_id\": {\"$oid\": \"%s\"}}".formatted(id)))
					.get("a")
					.intValue())
			.isEqualTo(1);
	}

	@Test
	void typesThatJsonLacksGoInAndComeOutAsExtendedJson() {
		String typed = """
				{"date":{"$date":"2026-01-31T12:00:00.5Z"},"long":{"$numberLong":"9007199254740993"},\
				"decimal":{"$numberDecimal":"0.10"},"ref":{"$oid":"0123456789abcdef01234567"},\
				"bytes":{"$binary":{"base64":"AAEC","subType":"00"}},"not":{"$numberDouble":"NaN"},\
				"pattern":{"$regularExpression":{"pattern":"^a","options":"i"}}}""";
		String id = ItemCalls.create(this.gateway, this.collection, typed);
		Document stored = Mono
			.from(MongoTestServer.shared()
				.database()
				.getCollection(this.collection)
				.find(new Document("_id", new ObjectId(id))))
			.block();
		assertThat(stored).isNotNull()
			.containsEntry("date", Date.from(Instant.parse("2026-01-31T12:00:00.5Z")))
			.containsEntry("long", 9007199254740993L)
			.containsEntry("ref", new ObjectId(ABSENT));
		assertThat(ItemCalls.read(this.gateway, this.collection, id).text())
			.isEqualTo(typed.replaceFirst("\\{", "{\"_id\":\"" + id + "\",")
				.replace(".5Z", ".500Z")
				.replace("{\"$numberLong\":\"9007199254740993\"}", "9007199254740993"));

		assertThat(this.gateway.values("find_items",
				arguments("\"filter\": {\"date\": {\"$gt\": {\"$date\": \"2026-01-01T00:00:00Z\"}}}")))
			.hasSize(1);
		assertThat(this.gateway.values("find_items",
				arguments("\"filter\": {\"date\": {\"$gt\": {\"$date\": {\"$numberLong\": \"1800000000000\"}}}}")))
			.isEmpty();
	}

	@Test
	void collectionsAreListed() {
		ItemCalls.create(this.gateway, this.collection, "{}");
		ItemCalls.create(this.gateway, this.collection + "-more", "{}");
		assertThat(this.gateway.values("list_collections", "{}")).extracting((each) -> each.get("name").stringValue())
			.contains(this.collection, this.collection + "-more")
			.noneMatch((name) -> name.startsWith("system."));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "1", "zzzzzzzzzzzzzzzzzzzzzzzz", "0123456789abcdef0123456", "0123456789abcdef01234567\\n" })
	void anIdThatIsNoObjectIdIsRefused(String id) {
		for (String tool : List.of("update_item", "delete_item")) {
			String data = tool.equals("update_item") ? ", \"data\": {\"a\": 1}" : "";
			Answer answer = this.gateway.call(tool, arguments("\"item_id\": \"%s\"%s".formatted(id, data)));
			assertThat(answer.status()).as(answer.text()).isEqualTo(400);
			assertThat(answer.problem()).isEqualTo("invalid-arguments");
			assertThat(answer.pointer()).isEqualTo("/item_id");
		}
		Answer answer = ItemCalls.read(this.gateway, this.collection, id);
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.pointer()).isEqualTo("/item_id");
	}

	@Test
	void anItemThatIsNotThereIsNotFound() {
		Answer update = this.gateway.call("update_item",
				arguments("\"item_id\": \"%s\", \"data\": {\"a\": 1}".formatted(ABSENT)));
		assertThat(update.status()).isEqualTo(404);
		assertThat(update.problem()).isEqualTo("not-found");
		assertThat(update.json().get("detail").stringValue()).contains(this.collection, ABSENT);
		assertThat(this.gateway.call("delete_item", arguments("\"item_id\": \"%s\"".formatted(ABSENT))).problem())
			.isEqualTo("not-found");
		Answer read = ItemCalls.read(this.gateway, this.collection, ABSENT);
		assertThat(read.status()).isEqualTo(404);
		assertThat(read.problem()).isEqualTo("unknown-resource");
	}

	@Test
	void anUpdateNeedsAFieldAndLeavesTheIdAlone() {
		String id = ItemCalls.create(this.gateway, this.collection, "{\"a\": 1}");
		for (String data : List.of("{}", "{\"_id\": \"x\"}", "{\"_id.x\": 1}", "{\"a..b\": 1}", "{\"\": 1}")) {
			Answer answer = this.gateway.call("update_item",
					arguments("\"item_id\": \"%s\", \"data\": %s".formatted(id, data)));
			assertThat(answer.status()).as(data).isEqualTo(400);
			assertThat(answer.pointer()).as(data).startsWith("/data");
		}
		Answer given = this.gateway.call("create_item", arguments("\"data\": {\"_id\": 1}"));
		assertThat(given.status()).isEqualTo(400);
		assertThat(given.pointer()).isEqualTo("/data/_id");
	}

	@Test
	void whatTheServerFindsWrongWithAFilterIsTheCallersToMend() {
		ItemCalls.create(this.gateway, this.collection, "{\"a\": 1}");
		Answer answer = this.gateway.call("find_items", arguments("\"filter\": {\"$gt\": 5}"));
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.pointer()).isEqualTo("/filter");
		assertThat(answer.text()).contains("unknown top level operator: $gt").doesNotContain("127.0.0.1", "Exception");
	}

	@Test
	void aValueThatMustBeUniqueIsRefusedTheSecondTime() {
		MongoTestServer.shared()
			.command(new Document("createIndexes", this.collection).append("indexes", List
				.of(new Document("key", new Document("isbn", 1)).append("name", "isbn").append("unique", true))));
		ItemCalls.create(this.gateway, this.collection, "{\"isbn\": \"secret-7\"}");
		Answer answer = this.gateway.call("create_item", arguments("\"data\": {\"isbn\": \"secret-7\"}"));
		assertThat(answer.status()).as(answer.text()).isEqualTo(422);
		assertThat(answer.text()).contains("unique").doesNotContain("secret-7");
	}

	@Test
	void healthSaysThatMongoServes() {
		Answer health = this.gateway.get("/health");
		assertThat(health.status()).isEqualTo(200);
		assertThat(health.json().at("/backends/mongo").stringValue()).isEqualTo("up");
	}

	@Test
	void theToolsSayWhatTheyTakeAndGive() {
		JsonNode find = this.gateway.get("/api/mcp/tools/find_items").json();
		assertThat(find.at("/outputSchema/type").stringValue()).isEqualTo("object");
		assertThat(find.at("/outputSchema/properties").isMissingNode()).isTrue();
		assertThat(find.at("/inputSchema/required")).isEqualTo(JsonMapper.shared().readTree("[\"collection\"]"));
		assertThat(find.at("/inputSchema/properties/limit/maximum").intValue()).isEqualTo(10_000);
		assertThat(find.at("/annotations/readOnlyHint").booleanValue()).isTrue();
	}

	private String arguments(String members) {
		return "{\"collection\": \"%s\", %s}".formatted(this.collection, members);
	}

}
