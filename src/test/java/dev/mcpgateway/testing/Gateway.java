package dev.mcpgateway.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.McpGatewayApplication;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole gateway on a free port, started as its users start it, with the backends of the
 * tests that it was given and no other. <pre>{@code
 * try (Gateway gateway = Gateway.with("gateway.calls.deadline=3s").features(Slow.class).postgres("slow").start()) {
 *     gateway.client().call("slow", "{}");
 * }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final @Nullable TestDatabase database;

	private final @Nullable TcpProxy proxy;

	private final boolean ownsProxy;

	private GatewayClient client;

	private Gateway(ConfigurableApplicationContext context, Builder builder) {
		this.context = context;
		this.database = builder.database;
		this.proxy = builder.proxy;
		this.ownsProxy = builder.ownsProxy;
		this.client = new GatewayClient(port());
	}

	/**
	 * Begins the description of a gateway.
	 * @param properties each {@code name=value}; they override what the builder sets
	 */
	public static Builder with(String... properties) {
		return new Builder(List.of(properties));
	}

	/** Where it serves, on loopback. */
	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	/** A client of it. */
	public GatewayClient client() {
		return this.client;
	}

	/** Opens a session of the newest older revision. */
	public McpSession session() {
		return McpSession.open(port());
	}

	/** A request of the modern revision. */
	public McpRequest request(String method) {
		return McpRequest.modern(port(), method);
	}

	/** One of its beans. */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** Whether it has such a bean. */
	public boolean has(Class<?> type) {
		return this.context.getBeanProvider(type).getIfAvailable() != null;
	}

	/** The schema that it was given. */
	public TestDatabase database() {
		return Objects.requireNonNull(this.database, "This gateway was started without PostgreSQL");
	}

	/** What it reaches PostgreSQL through. */
	public TcpProxy proxy() {
		return Objects.requireNonNull(this.proxy, "This gateway reaches PostgreSQL directly");
	}

	/** Stops the application and starts the same again. */
	public void restart() {
		this.context.stop();
		this.context.start();
		this.client.close();
		this.client = new GatewayClient(port());
	}

	@Override
	public void close() {
		this.context.close();
		this.client.close();
		if (this.ownsProxy) {
			proxy().close();
		}
	}

	/**
	 * How a gateway is started.
	 */
	public static final class Builder {

		private final List<String> properties;

		private final List<Class<?>> sources = new ArrayList<>(List.of(McpGatewayApplication.class));

		private @Nullable TestDatabase database;

		private @Nullable TcpProxy proxy;

		private boolean ownsProxy;

		private boolean mongo;

		private boolean s3;

		private Builder(List<String> properties) {
			this.properties = properties;
		}

		/** Gives it features, or other beans, besides its own. */
		public Builder features(Class<?>... classes) {
			this.sources.addAll(List.of(classes));
			return this;
		}

		/** Gives it a schema of the PostgreSQL of the tests, which is made if need be. */
		public Builder postgres(String schema) {
			return postgres(TestDatabase.of(schema));
		}

		/** Gives it a schema of the PostgreSQL of the tests. */
		public Builder postgres(TestDatabase schema) {
			this.database = schema;
			return this;
		}

		/** Gives it the MongoDB of the tests. */
		public Builder mongo() {
			this.mongo = true;
			return this;
		}

		/** Gives it the object store of the tests. */
		public Builder s3() {
			this.s3 = true;
			return this;
		}

		/** Lets it reach PostgreSQL through a proxy of its own. */
		public Builder throughProxy() {
			this.proxy = TestDatabase.proxy();
			this.ownsProxy = true;
			return this;
		}

		/** Lets it reach PostgreSQL through a proxy that the test closes. */
		public Builder through(TcpProxy shared) {
			this.proxy = shared;
			return this;
		}

		/** Starts it; returns when it serves. */
		public Gateway start() {
			return start(arguments());
		}

		/** Starts it with the arguments that another process was given. */
		public Gateway start(String... arguments) {
			return new Gateway(new SpringApplicationBuilder(this.sources.toArray(Class<?>[]::new)).run(arguments),
					this);
		}

		/** What it is started with, as arguments of a process. */
		public String[] arguments() {
			return all().entrySet()
				.stream()
				.map((each) -> "--" + each.getKey() + "=" + each.getValue())
				.toArray(String[]::new);
		}

		/** What it is started with, as the environment of a process. */
		public Map<String, String> environment() {
			Map<String, String> environment = new LinkedHashMap<>();
			all().forEach((name, value) -> environment
				.put(name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT), value));
			return environment;
		}

		private Map<String, String> all() {
			Map<String, String> all = new LinkedHashMap<>();
			all.put("server.port", "0");
			// What a test has left running is not waited for.
			all.put("gateway.calls.drain-time", "100ms");
			// At the end of the JVM its backends end too.
			all.put("spring.main.register-shutdown-hook", "false");
			putBackends(all);
			for (String property : this.properties) {
				int equals = property.indexOf('=');
				all.put(property.substring(0, equals), property.substring(equals + 1));
			}
			return all;
		}

		private void putBackends(Map<String, String> all) {
			if (this.database != null) {
				int port = (this.proxy != null) ? this.proxy.port() : TestDatabase.port();
				all.put("spring.r2dbc.url", this.database.r2dbcUrl(port));
				all.put("gateway.postgres.schema", this.database.schema());
				all.put("spring.r2dbc.username", TestDatabase.user());
				all.put("spring.r2dbc.password", TestDatabase.password());
			}
			else {
				all.put("gateway.postgres.enabled", "false");
			}
			if (this.mongo) {
				all.put("spring.mongodb.uri", BackendServers.shared().mongoUri());
			}
			else {
				all.put("gateway.mongo.enabled", "false");
			}
			if (this.s3) {
				BackendServers servers = BackendServers.shared();
				all.put("gateway.s3.endpoint", servers.s3Endpoint().toString());
				all.put("gateway.s3.region", servers.s3Region());
				all.put("gateway.s3.access-key", servers.s3AccessKey());
				all.put("gateway.s3.secret-key", servers.s3SecretKey());
				all.put("gateway.s3.path-style", "true");
			}
			else {
				all.put("gateway.s3.enabled", "false");
			}
		}

	}

}
