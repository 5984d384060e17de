package dev.mcpgateway.testing;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mongodb.MongoDBContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The official images, in Docker. Testcontainers removes them after the JVM has exited.
 */
final class DockerServers {

	private static final String POSTGRES = "postgres:18";

	private static final String MONGO = "mongo:8";

	private static final String MINIO = "minio/minio:RELEASE.2025-09-07T16-13-09Z";

	private static final int PULL_MINUTES = 5;

	private DockerServers() {
	}

	static BackendServers start() {
		List.of(POSTGRES, MONGO, MINIO).forEach(DockerServers::pull);
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

	/**
	 * Pulls an image that is not there. Testcontainers would do it too, but tries again
	 * for minutes where there is no registry to be reached.
	 */
	private static void pull(String image) {
		DockerClient docker = DockerClientFactory.lazyClient();
		try {
			docker.inspectImageCmd(image).exec();
		}
		catch (NotFoundException absent) {
			DockerImageName name = DockerImageName.parse(image);
			try {
				if (!docker.pullImageCmd(name.getUnversionedPart())
					.withTag(name.getVersionPart())
					.start()
					.awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
					throw new IllegalStateException(
							"Pulling " + image + " took more than " + PULL_MINUTES + " minutes");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("Interrupted while pulling " + image, ex);
			}
		}
	}

}
