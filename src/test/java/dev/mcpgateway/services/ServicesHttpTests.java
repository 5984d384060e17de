package dev.mcpgateway.services;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code /services} answers.
 */
class ServicesHttpTests {

	private static Registrar gateway;

	@BeforeAll
	static void start() {
		gateway = Registrar.start("gateway.services.cache-max-age=7s");
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@BeforeEach
	void startEmpty() {
		Registrar.sql("DELETE FROM services");
	}

	@Test
	void aNewServiceIsCreatedAndAKnownOneReplaced() {
		Answer first = gateway.register("user-service", 8001);
		assertThat(first.status()).isEqualTo(201);
		assertThat(first.headers().firstValue("Location")).contains("/services/user-service");
		assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
		assertThat(first.text()).isEqualTo("{\"id\":\"user-service\",\"info\":" + Registrar.info(8001) + "}");
		Answer second = gateway.register("user-service", 8002);
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.headers().firstValue("Location")).isEmpty();
		assertThat(second.json().at("/info/port").intValue()).isEqualTo(8002);
		assertThat(gateway.get("/services/user-service").text()).isEqualTo(Registrar.info(8002));
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"{\"transport_type\":\"http\",\"host\":\"10.0.0.5\",\"port\":8001,\"z\":1.50,\"a\":1E+2,\"n\":-0,"
					+ "\"big\":123456789012345678901234567890.0000000000000000001}",
			"{ \"port\" : 65535 ,\n\t\"host\": \"[::1]\", \"transport_type\": \"sse\", \"tags\": [ ], \"x\": {} }",
			"{\"host\":\"a.b\",\"transport_type\":\"https\",\"port\":1,\"é\":\"\\u00e9 é \\/ \\ud83d\\ude00 😀\","
					+ "\"nul\":\"\\u0000\",\"info\":{\"id\":null}}" })
	void theInfoIsGivenBackByteForByte(String info) {
		Answer registered = gateway.register("{\"info\":" + info + ", \"id\":\"faithful\"}");
		assertThat(registered.status()).isEqualTo(201);
		assertThat(registered.text()).isEqualTo("{\"id\":\"faithful\",\"info\":" + info + "}");
		assertThat(gateway.get("/services/faithful").text()).isEqualTo(info);
		assertThat(gateway.get("/services").text())
			.isEqualTo("{\"services\":[{\"id\":\"faithful\",\"info\":" + info + "}]}");
	}

	@Test
	void anAnswerCanBeCachedAndAskedForAgain() {
		gateway.register("cached", 1);
		Answer first = gateway.get("/services/cached");
		assertThat(first.status()).isEqualTo(200);
		assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
		assertThat(first.headers().firstValue("Cache-Control").orElseThrow().split(", "))
			.containsExactlyInAnyOrder("max-age=7", "private");
		String etag = first.headers().firstValue("ETag").orElseThrow();
		assertThat(etag).matches("\"[0-9]+\"");
		Answer same = gateway.get("/services/cached", "If-None-Match", etag);
		assertThat(same.status()).isEqualTo(304);
		assertThat(same.text()).isEmpty();
		assertThat(same.headers().firstValue("ETag")).contains(etag);
		assertThat(same.headers().firstValue("Cache-Control")).isPresent();
		gateway.register("cached", 2);
		Answer changed = gateway.get("/services/cached", "If-None-Match", etag);
		assertThat(changed.status()).isEqualTo(200);
		assertThat(changed.text()).isEqualTo(Registrar.info(2));
		assertThat(changed.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(etag);
	}

	@Test
	void aServiceThatIsRegisteredAgainAfterItsRemovalHasANewEtag() {
		gateway.register("back", 1);
		String etag = gateway.get("/services/back").headers().firstValue("ETag").orElseThrow();
		gateway.delete("/services/back");
		gateway.register("back", 2);
		assertThat(gateway.get("/services/back", "If-None-Match", etag).status()).isEqualTo(200);
	}

	@Test
	void aRemovedServiceIsGone() {
		gateway.register("leaving", 1);
		assertThat(gateway.get("/services/leaving").status()).isEqualTo(200);
		Answer removed = gateway.delete("/services/leaving");
		assertThat(removed.status()).isEqualTo(204);
		assertThat(removed.text()).isEmpty();
		assertIsProblem(gateway.get("/services/leaving"), 404, "not-found");
		assertIsProblem(gateway.delete("/services/leaving"), 404, "not-found");
	}

	@Test
	void anUnknownIdIsAProblemThatNobodyCaches() {
		Answer unknown = gateway.get("/services/unknown");
		assertIsProblem(unknown, 404, "not-found");
		assertThat(unknown.headers().firstValue("Cache-Control")).isEmpty();
		gateway.register("unknown", 1);
		assertThat(gateway.get("/services/unknown").status()).isEqualTo(200);
	}

	@Test
	void pagesFollowEachOtherInTheOrderOfIds() {
		List<String> ids = IntStream.range(0, 7)
			.mapToObj((each) -> (each % 2 == 0) ? "a-" + each : "a" + each)
			.toList();
		ids.forEach((id) -> gateway.register(id, 1));
		List<String> seen = new ArrayList<>();
		String cursor = "";
		int pages = 0;
		do {
			JsonNode page = gateway.get("/services?limit=3" + cursor).json();
			page.path("services").forEach((each) -> seen.add(each.path("id").asString()));
			cursor = page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asString() : "";
			pages++;
		}
		while (!cursor.isEmpty());
		assertThat(pages).isEqualTo(3);
		assertThat(seen).containsExactlyElementsOf(ids.stream().sorted().toList());
	}

	@Test
	void aFullPageThatIsTheLastHasNoCursor() {
		IntStream.range(0, 3).forEach((each) -> gateway.register("s" + each, 1));
		JsonNode page = gateway.get("/services?limit=3").json();
		assertThat(page.path("services")).hasSize(3);
		assertThat(page.has("next_cursor")).isFalse();
	}

	@Test
	void anEmptyRegisterIsAnEmptyList() {
		assertThat(gateway.get("/services").text()).isEqualTo("{\"services\":[]}");
	}

	@Test
	void aPageOfLargeServicesIsShorterThanItsLimit() {
		String info = "{\"transport_type\":\"http\",\"host\":\"h\",\"port\":1,\"x\":\"" + "x".repeat(16_000) + "\"}";
		Registrar.sql("INSERT INTO services (id, info) SELECT 'large-' || n, '" + info
				+ "' FROM generate_series(1000, 1199) n");
		List<String> seen = new ArrayList<>();
		String cursor = "";
		do {
			Answer response = gateway.get("/services?limit=1000" + cursor);
			assertThat(response.text().length()).isLessThan(1_200_000);
			JsonNode page = response.json();
			page.path("services").forEach((each) -> seen.add(each.path("id").asString()));
			cursor = page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asString() : "";
		}
		while (!cursor.isEmpty());
		assertThat(seen).hasSize(200).doesNotHaveDuplicates().isSorted();
	}

	@ParameterizedTest
	@ValueSource(strings = { "limit=0", "limit=1001", "limit=-1", "limit=ten", "limit=", "limit=99999999999" })
	void aLimitOutsideOfItsBoundsIsRefused(String query) {
		Answer response = gateway.get("/services?" + query);
		assertIsProblem(response, 400, "invalid-arguments");
		assertThat(response.pointers()).containsExactly("/limit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "!!!", "JyBPUiAxPTE" })
	void aCursorThatIsNoneIsRefused(String cursor) {
		Answer response = gateway.get("/services?cursor=" + cursor);
		assertIsProblem(response, 400, "invalid-arguments");
		assertThat(response.pointers()).containsExactly("/cursor");
	}

	@Test
	void anEmptyCursorIsTheFirstPage() {
		Answer response = gateway.get("/services?cursor=");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.json()).isEqualTo(gateway.get("/services").json());
	}

	@Test
	void otherMethodsAreToldWhichThereAre() {
		Answer all = gateway.method("PUT", "/services");
		assertIsProblem(all, 405, "method-not-allowed");
		assertThat(all.headers().firstValue("Allow").orElseThrow().split(",")).containsExactlyInAnyOrder("GET", "HEAD",
				"POST");
		Answer one = gateway.method("PATCH", "/services/a");
		assertIsProblem(one, 405, "method-not-allowed");
		assertThat(one.headers().firstValue("Allow").orElseThrow().split(",")).containsExactlyInAnyOrder("GET", "HEAD",
				"DELETE");
	}

	@Test
	void headSaysWhatGetWould() {
		gateway.register("headed", 1);
		Answer head = gateway.method("HEAD", "/services/headed");
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.headers().firstValue("ETag"))
			.isEqualTo(gateway.get("/services/headed").headers().firstValue("ETag"));
		assertThat(head.text()).isEmpty();
		assertThat(gateway.method("HEAD", "/services/nobody").status()).isEqualTo(404);
	}

	@Test
	void onlyJsonIsTaken() {
		assertIsProblem(gateway.post("id=x", "text/plain"), 415, "unsupported-media-type");
		assertIsProblem(gateway.register("{\"id\":"), 400, "malformed-request");
		assertIsProblem(gateway.register("[]"), 400, "malformed-request");
		assertIsProblem(gateway.register("{\"id\": \"" + "x".repeat(4_400_000) + "\"}"), 413, "content-too-large");
	}

	@Test
	void anEncodingOtherThanUtf8IsRefused() {
		String body = "{\"id\":\"a\",\"info\":" + Registrar.info(1) + "}";
		// As UTF-8, these are the bytes of UTF-16, in both orders.
		assertIsProblem(gateway.register(body.replaceAll("(.)", "$1\u0000")), 400, "malformed-request");
		assertIsProblem(gateway.register(body.replaceAll("(.)", "\u0000$1")), 400, "malformed-request");
	}

	@Test
	void aByteOrderMarkDoesNoHarm() {
		assertThat(gateway.register("\uFEFF{\"id\":\"a\",\"info\":" + Registrar.info(1) + "}").status()).isEqualTo(201);
		assertThat(gateway.get("/services/a").text()).isEqualTo(Registrar.info(1));
	}

	private static void assertIsProblem(Answer response, int status, String slug) {
		assertThat(response.status()).as(response.text()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp-gateway:problem:" + slug);
	}

}
