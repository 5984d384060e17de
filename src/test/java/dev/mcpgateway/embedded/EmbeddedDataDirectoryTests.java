package dev.mcpgateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddedDataDirectoryTests {

	private final Path directory;

	EmbeddedDataDirectoryTests(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void aDirectoryInUseIsRefusedWithOneLineAndAnAction() throws IOException {
		DataDirectory first = DataDirectory.open(this.directory);
		new ApplicationContextRunner().withUserConfiguration(EmbeddedConfiguration.class)
			.withPropertyValues("gateway.embedded.data-directory=" + this.directory, "gateway.postgres.enabled=false")
			.run((context) -> {
				assertThat(context).hasFailed();
				@Nullable FailureAnalysis analysis = new EmbeddedServerFailureAnalyzer()
					.analyze(Objects.requireNonNull(context.getStartupFailure()));
				Objects.requireNonNull(analysis);
				assertThat(analysis.getDescription()).isEqualTo("The data directory " + this.directory
						+ " is in use by another gateway (process " + ProcessHandle.current().pid() + ").");
				assertThat(analysis.getAction()).contains("gateway.embedded.data-directory");
			});
		first.close();
		DataDirectory.open(this.directory).close();
	}

	@Test
	void aPathThatCannotBeADirectoryIsRefused() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThatExceptionOfType(EmbeddedServerException.class).isThrownBy(() -> DataDirectory.open(file))
			.withMessageStartingWith("The data directory " + file + " cannot be used");
	}

	@Test
	void aSecretStaysTheSameAndIsTheOwnersAlone() throws IOException {
		String secret;
		try (DataDirectory data = DataDirectory.open(this.directory)) {
			assertThat(data.hasSecret("key")).isFalse();
			secret = data.secret("key");
			assertThat(secret).matches("[0-9a-f]{48}").isNotEqualTo(data.secret("other"));
			assertThat(Files.getPosixFilePermissions(data.secretFile("key")))
				.isEqualTo(PosixFilePermissions.fromString("rw-------"));
			assertThat(Files.getPosixFilePermissions(data.secretFile("key").getParent()))
				.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		}
		try (DataDirectory data = DataDirectory.open(this.directory)) {
			assertThat(data.secret("key")).isEqualTo(secret);
		}
	}

}
