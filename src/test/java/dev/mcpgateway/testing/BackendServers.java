package dev.mcpgateway.testing;

import java.net.URI;

import org.testcontainers.DockerClientFactory;

import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A PostgreSQL, a MongoDB and an S3 object store for tests, started once in a JVM when
 * first asked for and stopped when it exits.
 * <p>
 * They are the official images where a Docker engine runs and can have them, otherwise
 * the gateway's own embedded servers on an empty directory; which of the two and why is
 * printed once. The system property {@value #CHOICE_PROPERTY} set to {@code docker} or
 * {@code embedded} forces one: forced and unavailable is a failure.
 *
 * @param r2dbcUrl without credentials
 * @param username of PostgreSQL, owner of the database
 * @param password of PostgreSQL
 * @param mongoUri with a database name
 * @param s3Endpoint path-style
 * @param s3Region what requests are signed for
 * @param s3AccessKey the access key
 * @param s3SecretKey the secret key
 */
public record BackendServers(String r2dbcUrl, String username, String password, String mongoUri, URI s3Endpoint,
		String s3Region, String s3AccessKey, String s3SecretKey) {

	static final String CHOICE_PROPERTY = "mcpgateway.test.servers";

	/**
	 * The servers of this JVM; the first call starts them.
	 */
	public static BackendServers shared() {
		return Shared.SERVERS;
	}

	/**
	 * Points a Spring context at the servers of this JVM.
	 */
	public static void registerProperties(DynamicPropertyRegistry registry) {
		registry.add("spring.r2dbc.url", () -> shared().r2dbcUrl());
		registry.add("spring.r2dbc.username", () -> shared().username());
		registry.add("spring.r2dbc.password", () -> shared().password());
		registry.add("spring.mongodb.uri", () -> shared().mongoUri());
		registry.add("gateway.s3.endpoint", () -> shared().s3Endpoint());
		registry.add("gateway.s3.region", () -> shared().s3Region());
		registry.add("gateway.s3.access-key", () -> shared().s3AccessKey());
		registry.add("gateway.s3.secret-key", () -> shared().s3SecretKey());
		registry.add("gateway.s3.path-style", () -> true);
	}

	static BackendServers start(String choice) {
		return switch (choice) {
			case "docker" -> docker(CHOICE_PROPERTY + "=docker");
			case "embedded" -> embedded(CHOICE_PROPERTY + "=embedded");
			case "auto" -> dockerOrEmbedded();
			default -> throw new IllegalArgumentException(
					CHOICE_PROPERTY + " is '" + choice + "'; it can be docker, embedded or auto");
		};
	}

	private static BackendServers dockerOrEmbedded() {
		if (!DockerClientFactory.instance().isDockerAvailable()) {
			return embedded("no Docker engine answers");
		}
		try {
			return docker("a Docker engine runs");
		}
		catch (RuntimeException ex) {
			return embedded("the Docker engine cannot run the official images: " + ex.getMessage());
		}
	}

	private static BackendServers docker(String reason) {
		BackendServers servers = DockerServers.start();
		print("official images in Docker, because " + reason);
		return servers;
	}

	private static BackendServers embedded(String reason) {
		BackendServers servers = EmbeddedTestServers.start();
		print("embedded servers, because " + reason);
		return servers;
	}

	private static void print(String choice) {
		System.out.println("Tests run on " + choice);
	}

	private static final class Shared {

		static final BackendServers SERVERS = start(System.getProperty(CHOICE_PROPERTY, "auto"));

	}

}
