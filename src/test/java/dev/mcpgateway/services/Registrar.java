package dev.mcpgateway.services;

import java.util.List;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.TcpProxy;
import dev.mcpgateway.testing.TestDatabase;

/**
 * Registers services with a gateway and asks for them.
 */
final class Registrar implements AutoCloseable {

	private static final String SCHEMA = "mcp_gateway";

	private final Gateway gateway;

	private Registrar(Gateway gateway) {
		this.gateway = gateway;
	}

	/** Starts a gateway. */
	static Registrar start(String... properties) {
		return new Registrar(Gateway.with(properties).postgres(SCHEMA).start());
	}

	/** Starts a gateway that reaches PostgreSQL through a proxy. */
	static Registrar startBehind(TcpProxy proxy, String... properties) {
		return new Registrar(Gateway.with(properties).postgres(SCHEMA).through(proxy).start());
	}

	/** Asks PostgreSQL directly: the first column of each row, as text. */
	static List<String> sql(String statement) {
		return TestDatabase.of(SCHEMA).rows(statement);
	}

	Answer get(String path, String... headers) {
		return this.gateway.client().get(path, headers);
	}

	Answer delete(String path) {
		return this.gateway.client().delete(path);
	}

	Answer method(String method, String path) {
		return this.gateway.client().method(method, path);
	}

	Answer post(String body, String contentType) {
		return this.gateway.client().postAs("/services", body, "Content-Type", contentType);
	}

	Answer register(String body) {
		return this.gateway.client().post("/services", body);
	}

	/** Registers something valid under an id. */
	Answer register(String id, int port) {
		return register("{\"id\": \"%s\", \"info\": %s}".formatted(id, info(port)));
	}

	static String info(int port) {
		return "{\"transport_type\": \"http\", \"host\": \"10.0.0.5\", \"port\": " + port + "}";
	}

	@Override
	public void close() {
		this.gateway.close();
	}

}
