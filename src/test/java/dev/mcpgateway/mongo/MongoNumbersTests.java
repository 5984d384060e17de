package dev.mcpgateway.mongo;

import dev.mcpgateway.testing.GatewayClient;
import dev.mcpgateway.testing.GatewayClient.Answer;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A number is stored as it was sent, or refused.
 */
@MongoTest
class MongoNumbersTests {

	private final String collection = "numbers-" + new ObjectId().toHexString();

	private final GatewayClient gateway;

	MongoNumbersTests(@LocalServerPort int port) {
		this.gateway = new GatewayClient(port);
	}

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", () -> MongoTestServer.shared().uri());
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.1", "19.99", "1.5", "-2.25E-7", "9007199254740993", "-9223372036854775808",
			"1.7976931348623157E308", "4.9E-324", "0.30000000000000004",
			"{\"$numberDecimal\":\"0.1234567890123456789012345678901234\"}",
			"{\"$numberDecimal\":\"9.999999999999999999999999999999999E+6144\"}", "{\"$numberDecimal\":\"1.10\"}" })
	void numberIsShownAsItWasSent(String number) {
		String id = ItemCalls.create(this.gateway, this.collection, "{\"n\": %s}".formatted(number));
		assertThat(ItemCalls.read(this.gateway, this.collection, id).text())
			.isEqualTo("{\"_id\":\"%s\",\"n\":%s}".formatted(id, number));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.10000000000000001", "0.1000000000000000055511151231257827", "5e-324", "2e23", "1e2",
			"1.0", "100.00" })
	void numberThatOthersWriteLongerIsTheSameNumber(String number) {
		String id = ItemCalls.create(this.gateway, this.collection, "{\"n\": %s}".formatted(number));
		assertThat(ItemCalls.read(this.gateway, this.collection, id).json().get("n").doubleValue())
			.isEqualTo(Double.parseDouble(number));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.1234567890123456789", "9007199254740993.5", "12345678901234567890.25", "1e-400",
			"1e400", "9223372036854775808", "0.30000000000000001665" })
	void numberThatWouldBeRoundedIsRefused(String number) {
		Answer refused = this.gateway.call("create_item",
				"{\"collection\": \"%s\", \"data\": {\"a\": [%s]}}".formatted(this.collection, number));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.pointer()).isEqualTo("/data/a/0");
		assertThat(refused.text()).contains("$numberDecimal");
		Answer unfound = this.gateway.call("find_items",
				"{\"collection\": \"%s\", \"filter\": {\"a\": {\"$lt\": %s}}}".formatted(this.collection, number));
		assertThat(unfound.status()).isEqualTo(400);
		assertThat(unfound.pointer()).isEqualTo("/filter/a/$lt");
	}

	@Test
	void decimalThatMongoCannotHoldIsRefused() {
		Answer refused = this.gateway.call("create_item", """
				{"collection": "%s", "data": {"a": {"$numberDecimal": "1.%s"}}}""".formatted(this.collection,
				"1".repeat(34)));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.pointer()).isEqualTo("/data/a/$numberDecimal");
	}

}
