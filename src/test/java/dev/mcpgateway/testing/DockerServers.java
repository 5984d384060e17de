package dev.mcpgateway.testing;

import java.net.URI;
import java.util.List;

import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The official images, in Docker. Testcontainers removes them after the JVM has exited.
 */
final class DockerServers {

	private static final String POSTGRES = "postgres:18";

	private static final String MONGO = "mongo:8";

	private static final String MINIO = "minio/minio:RELEASE.2025-09-07T16-13-09Z";

	private DockerServers() {
	}

	static BackendServers start() {
		PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES);
		MongoDBContainer mongo = new MongoDBContainer(MONGO);
		MinIOContainer minio = new MinIOContainer(MINIO);
		List<Startable> all = List.of(postgres, mongo, minio);
		try {
			Startables.deepStart(all).join();
		}
		catch (RuntimeException ex) {
			all.forEach(Startable::stop);
			throw ex;
		}
		return new BackendServers("r2dbc:postgresql://" + postgres.getHost() + ":"
				+ postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + postgres.getDatabaseName(),
				postgres.getUsername(), postgres.getPassword(), mongo.getConnectionString() + "/gateway",
				URI.create(minio.getS3URL()), "us-east-1", minio.getUserName(), minio.getPassword());
	}

}
