package dev.mcpgateway.services;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.mcpgateway.testing.GatewayClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may be registered. The cases 14, 15 (what a host may be) and 16 of the attacks
 * that the gateway must withstand are here.
 */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationRulesTests {

	private static final int MAX_SERVICES = 5;

	private static Registrar gateway;

	@BeforeAll
	static void start() {
		gateway = Registrar.start("gateway.services.max-services=" + MAX_SERVICES);
	}

	@AfterAll
	static void stop() {
		gateway.close();
	}

	@BeforeEach
	void startEmpty() {
		Registrar.sql("DELETE FROM services");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "https", "sse", "streamable-http", "streamable_http" })
	void whatIsReachedOverHttpCanBeRegistered(String transport) {
		Answer response = gateway.register(
				"{\"id\":\"a\",\"info\":{\"transport_type\":\"%s\",\"host\":\"h\",\"port\":1}}".formatted(transport));
		assertThat(response.status()).isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "stdio", "STDIO", "Stdio", "stdio ", "file", "ws", "HTTP", "" })
	void anyOtherTransportIsRefused(String transport) {
		assertRefused(
				"{\"id\":\"a\",\"info\":{\"transport_type\":\"%s\",\"host\":\"h\",\"port\":1}}".formatted(transport),
				"/info/transport_type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "command", "args", "env", "Command", "ARGS" })
	void nothingThatWouldStartAProcessIsTaken(String member) {
		String process = "\"%s\":[\"touch\",\"/tmp/started\"]".formatted(member);
		Answer response = assertRefused(
				"{\"id\":\"a\",\"info\":{\"transport_type\":\"http\",\"host\":\"h\",\"port\":1,%s}}".formatted(process),
				"/info/" + member);
		assertThat(response.text()).contains("starts no processes");
		assertRefused(
				"{\"id\":\"a\",%s,\"info\":{\"transport_type\":\"http\",\"host\":\"h\",\"port\":1}}".formatted(process),
				"/" + member);
	}

	@Test
	void aServiceCannotBeTurnedIntoAProcessByReplacingIt() {
		gateway.register("a", 1);
		assertRefused("{\"id\":\"a\",\"info\":{\"transport_type\":\"stdio\",\"host\":\"h\",\"port\":1}}",
				"/info/transport_type");
		assertThat(gateway.get("/services/a").text()).isEqualTo(Registrar.info(1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "user-service", "user_service", "a.b.example", "a.b.example.", "10.0.0.5",
			"255.255.255.255", "::1", "[::1]", "2001:db8::8a2e:370:7334", "[::ffff:10.0.0.5]", "xn--bcher-kva.example",
			"3com.example", "a0x1" })
	void namesAndAddressesAreHosts(String host) {
		assertThat(registerHost(host).status()).isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "user@host", "host/path", "host?query", "host#fragment", "host:80",
			"http://169.254.169.254/", "http://[::ffff:127.0.0.1]/", "a b", "a\tb", "a\r\nHost: b", "a\n", "\u0000",
			"a\u0000b", "a\\b", "a%2fb", "..", ".a", "a..b", "-a", "a-", "bücher.example", "ａ.example", "0x7f.1",
			"0x7f000001", "2130706433", "127.1", "0177.0.0.1", "010.0.0.1", "1.2.3.4.", "256.0.0.1", "1.2.3.4.5",
			"a.0x", "[::1", "::1]", "[]", "[10.0.0.5]", "[::1]:80", ":::", "1::2::3", "fe80::1%eth0",
			"1:2:3:4:5:6:7:8:9", "[host]" })
	void nothingElseIsAHost(String host) {
		Answer response = registerHost(host);
		assertThat(response.status()).as(response.text()).isEqualTo(400);
		assertThat(response.pointers()).containsExactly("/info/host");
	}

	@Test
	void hostsAreAsLongAsNamesMayBe() {
		String label = "a".repeat(63);
		String longest = String.join(".", label, label, label, "a".repeat(61));
		assertThat(longest).hasSize(253);
		assertThat(registerHost(longest).status()).isEqualTo(201);
		assertThat(registerHost(longest + "a").status()).isEqualTo(400);
		assertThat(registerHost("a".repeat(64)).status()).isEqualTo(400);
		assertThat(registerHost("a.".repeat(10_000)).status()).isEqualTo(400);
	}

	private static Answer registerHost(String host) {
		return gateway.register("{\"id\":\"a\",\"info\":{\"transport_type\":\"http\",\"port\":1,\"host\":%s}}"
			.formatted(new JsonMapper().writeValueAsString(host)));
	}

	@ParameterizedTest
	@CsvSource({ "1,201", "65535,201", "0,400", "65536,400", "-1,400", "1.0,201", "1e3,201", "1.5,400", "'\"80\"',400",
			"'\"80@evil\"',400", "null,400", "4294967377,400", "99999999999999999999,400", "[80],400", "true,400" })
	void aPortIsAnIntegerOfSixteenBits(String port, int status) {
		Answer response = gateway.register(
				"{\"id\":\"a\",\"info\":{\"transport_type\":\"http\",\"host\":\"h\",\"port\":%s}}".formatted(port));
		assertThat(response.status()).isEqualTo(status);
		if (status == 400) {
			assertThat(response.pointers()).containsExactly("/info/port");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\"A\"", "\"a_b\"", "\"a.b\"", "\"a/b\"", "\"../x\"", "\"a\\r\\nb\"", "\"a\\n\"",
			"\"a\\u0000\"", "\"é\"", "\"a b\"", "null", "7", "[\"a\"]", "{\"$ne\":null}",
			"\"x'; DROP TABLE services; --\"" })
	void anIdOfAnotherFormIsRefused(String id) {
		assertRefused("{\"id\":%s,\"info\":%s}".formatted(id, Registrar.info(1)), "/id");
		assertThat(gateway.get("/services").status()).isEqualTo(200);
	}

	@Test
	void anIdHasAtMost63Characters() {
		assertThat(gateway.register("x".repeat(63), 1).status()).isEqualTo(201);
		assertRefused("{\"id\":\"%s\",\"info\":%s}".formatted("x".repeat(64), Registrar.info(1)), "/id");
		assertRefused("{\"id\":\"%s\",\"info\":%s}".formatted("x".repeat(10_000), Registrar.info(1)), "/id");
	}

	@Test
	void allThatIsWrongIsToldAtOnce() {
		Answer response = gateway
			.register("{\"ID\":\"a\",\"a/b~c\":1,\"info\":{\"transport_type\":7,\"host\":\"a b\",\"env\":{}}}");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.pointers()).containsExactly("/ID", "/a~1b~0c", "/id", "/info/env", "/info/transport_type",
				"/info/host", "/info/port");
		assertThat(response.text()).contains("Unknown member 'ID'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"id\":\"a\"}", "{\"id\":\"a\",\"info\":null}", "{\"id\":\"a\",\"info\":[]}",
			"{\"id\":\"a\",\"info\":\"{}\"}" })
	void theInfoIsAnObject(String body) {
		assertRefused(body, "/info");
	}

	@Test
	void theAnswerToAThousandWrongMembersIsBounded() {
		String members = IntStream.range(0, 1_000)
			.mapToObj((each) -> "\"" + "m".repeat(900) + each + "\":1")
			.collect(Collectors.joining(","));
		Answer response = gateway.register("{" + members + "}");
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text().length()).isLessThan(100_000);
	}

	@Test
	void theInfoIsBoundedInBytesAsItIsWritten() {
		String start = "{\"transport_type\":\"http\",\"host\":\"h\",\"port\":1,\"x\":\"";
		int room = 16 * 1024 - start.length() - 2;
		assertThat(gateway.register("{\"id\":\"a\",\"info\":%s}".formatted(start + "x".repeat(room) + "\"}")).status())
			.isEqualTo(201);
		assertRefused("{\"id\":\"a\",\"info\":%s}".formatted(start + "x".repeat(room + 1) + "\"}"), "/info");
		assertRefused("{\"id\":\"a\",\"info\":%s}".formatted(start + "é".repeat(room / 2 + 1) + "\"}"), "/info");
		assertRefused("{\"id\":\"a\",\"info\":%s}".formatted(start + "\"" + " ".repeat(room + 1) + "}"), "/info");
	}

	@Test
	void aFullRegisterTakesNoMoreAndStillReplaces() {
		IntStream.range(0, MAX_SERVICES).forEach((each) -> gateway.register("s" + each, 1));
		Answer oneMore = gateway.register("one-more", 1);
		assertThat(oneMore.status()).isEqualTo(409);
		assertThat(oneMore.json().path("type").asString()).isEqualTo("urn:mcp-gateway:problem:registry-full");
		assertThat(gateway.register("s0", 2).status()).isEqualTo(200);
		gateway.delete("/services/s1");
		assertThat(gateway.register("one-more", 1).status()).isEqualTo(201);
	}

	@Test
	void theBoundHoldsForRegistrationsAtTheSameMoment() {
		List<Integer> statuses = IntStream.range(0, 40)
			.parallel()
			.mapToObj((each) -> gateway.register("p" + each, 1).status())
			.toList();
		assertThat(Set.copyOf(statuses)).containsExactlyInAnyOrder(201, 409);
		assertThat(statuses).filteredOn((each) -> each == 201).hasSize(MAX_SERVICES);
		assertThat(Registrar.sql("SELECT count(*) FROM services")).containsExactly(String.valueOf(MAX_SERVICES));
	}

	@Test
	void oneIdRegisteredManyTimesAtOnceIsAddedOnce() {
		List<Integer> statuses = IntStream.range(0, 40)
			.parallel()
			.mapToObj((each) -> gateway.register("same", each + 1).status())
			.toList();
		assertThat(statuses).filteredOn((each) -> each == 201).hasSize(1);
		assertThat(statuses).filteredOn((each) -> each == 200).hasSize(39);
	}

	@ParameterizedTest
	@ValueSource(strings = { "..%2f..%2fetc", "a%2Fb", "%2e%2e", "a%0d%0aInjected%3A%20yes", "a%00", "A", "a_b",
			"%C3%A9", "a;b=c", "x'%3B%20DROP%20TABLE%20services%3B%20--" })
	void aPathThatIsNoIdIsNotFound(String id) {
		assertThat(gateway.get("/services/" + id).status()).isEqualTo(404);
		assertThat(gateway.delete("/services/" + id).status()).isEqualTo(404);
	}

	@Test
	void anIdOfTenKilobytesIsRefusedBeforeTheDatabase() {
		assertThat(gateway.get("/services/" + "x".repeat(10_000)).status()).isBetween(400, 499);
		assertThat(gateway.get("/services/" + "x".repeat(3_000)).status()).isEqualTo(404);
	}

	@Test
	void theLogHasOneLineForEachChangeAndNoneForWhatIsRefused(CapturedOutput output) {
		gateway.register("logged", 1);
		gateway.register("logged", 2);
		gateway.delete("/services/logged");
		gateway.register("{\"id\":\"a\\r\\nforged line\",\"info\":%s}".formatted(Registrar.info(1)));
		gateway.get("/services/a%0d%0aforged%20line");
		gateway.register(
				"{\"id\":\"a\",\"info\":{\"transport_type\":\"http\",\"host\":\"a\\r\\nforged line\",\"port\":1}}");
		assertThat(output.getAll().lines().filter((line) -> line.contains("Service logged"))).satisfiesExactly(
				(line) -> assertThat(line).endsWith("Service logged registered"),
				(line) -> assertThat(line).endsWith("Service logged replaced"),
				(line) -> assertThat(line).endsWith("Service logged removed"));
		assertThat(output.getAll()).doesNotContain("forged");
	}

	private static Answer assertRefused(String body, String... pointers) {
		Answer response = gateway.register(body);
		assertThat(response.status()).as(response.text()).isEqualTo(400);
		assertThat(response.json().path("type").asString()).isEqualTo("urn:mcp-gateway:problem:invalid-arguments");
		assertThat(response.pointers()).containsExactlyInAnyOrder(pointers);
		return response;
	}

}
