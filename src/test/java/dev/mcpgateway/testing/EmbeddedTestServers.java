package dev.mcpgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.mcpgateway.s3.S3ConnectionDetails;
import io.r2dbc.spi.ConnectionFactoryOptions;

import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The gateway's own embedded servers, on a temporary directory that is removed when the
 * JVM exits.
 */
final class EmbeddedTestServers {

	private EmbeddedTestServers() {
	}

	static BackendServers start() {
		Path directory = temporaryDirectory();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(context, directory), "stop-test-servers"));
		TestPropertyValues.of("gateway.embedded.data-directory=" + directory).applyTo(context);
		context.scan("dev.mcpgateway.embedded");
		context.refresh();
		ConnectionFactoryOptions postgres = context.getBean(R2dbcConnectionDetails.class).getConnectionFactoryOptions();
		S3ConnectionDetails s3 = context.getBean(S3ConnectionDetails.class);
		return new BackendServers(
				"r2dbc:postgresql://" + postgres.getRequiredValue(ConnectionFactoryOptions.HOST) + ":"
						+ postgres.getRequiredValue(ConnectionFactoryOptions.PORT) + "/"
						+ postgres.getRequiredValue(ConnectionFactoryOptions.DATABASE),
				(String) postgres.getRequiredValue(ConnectionFactoryOptions.USER),
				postgres.getRequiredValue(ConnectionFactoryOptions.PASSWORD).toString(),
				context.getBean(MongoConnectionDetails.class).getConnectionString().getConnectionString(),
				s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey());
	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("mcp-gateway-test");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void stop(AnnotationConfigApplicationContext context, Path directory) {
		context.close();
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			System.err.println("Not removed: " + directory + ": " + ex);
		}
	}

}
