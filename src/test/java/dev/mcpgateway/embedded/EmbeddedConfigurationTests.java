package dev.mcpgateway.embedded;

import java.nio.file.Path;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import dev.mcpgateway.s3.S3ConnectionDetails;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.gaul.s3proxy.S3Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.xml.XmlMapper;

import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which of the servers start. The slow one, PostgreSQL, is named in all of these tests.
 */
class EmbeddedConfigurationTests {

	private static final String POSTGRES = "spring.r2dbc.url=r2dbc:postgresql://db.example:5432/documents";

	private static final String MONGO = "spring.mongodb.uri=mongodb://db.example/items";

	private static final String S3 = "gateway.s3.endpoint=http://s3.example";

	private final Path data;

	private final ApplicationContextRunner contexts;

	EmbeddedConfigurationTests(@TempDir Path temporary) {
		this.data = temporary.resolve("data");
		this.contexts = new ApplicationContextRunner()
			.withUserConfiguration(EmbeddedConfiguration.class, XmlCodecsConfiguration.class)
			.withPropertyValues("gateway.embedded.data-directory=" + this.data);
	}

	@Test
	void configuredServersStartNothingAndTouchNoDisk() {
		this.contexts.withPropertyValues(POSTGRES, MONGO, S3).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Startup.class);
			assertThat(this.data).doesNotExist();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.mongodb.uri=mongodb://db.example/items", "spring.mongodb.host=db.example",
			"gateway.mongo.enabled=false" })
	void mongoStaysDownWhereItIsConfiguredOrNotUsed(String property) {
		this.contexts.withPropertyValues(POSTGRES, S3, property)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MongoConnectionDetails.class)
				.doesNotHaveBean(Startup.class));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "gateway.s3.endpoint=http://s3.example", "gateway.s3.region=eu-1", "gateway.s3.enabled=false" })
	void s3StaysDownWhereItIsConfiguredOrNotUsed(String property) {
		this.contexts.withPropertyValues(POSTGRES, MONGO, property)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(S3ConnectionDetails.class)
				.doesNotHaveBean(Startup.class));
	}

	@Test
	void postgresStaysDownWhereItIsNotUsed() {
		this.contexts.withPropertyValues("gateway.postgres.enabled=false", MONGO, S3)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(R2dbcConnectionDetails.class)
				.doesNotHaveBean(Startup.class));
	}

	@Test
	void oneSwitchKeepsAllDown() {
		this.contexts.withPropertyValues("gateway.embedded.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Startup.class);
			assertThat(this.data).doesNotExist();
		});
	}

	@ParameterizedTest
	@CsvSource({ "spring.mongodb.uri, mongo", "gateway.s3.endpoint, s3" })
	void aBlankPropertyNamesNoServer(String property, String started) {
		this.contexts.withPropertyValues(POSTGRES, MONGO, S3, property + "=").run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(Startup.class);
			assertThat(this.data.resolve(started)).isDirectory();
		});
	}

	@Test
	void withoutTheLibrariesNothingStartsAndNothingFails() {
		this.contexts
			.withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class.getPackageName(),
					H2Backend.class.getPackageName(), S3Proxy.class.getPackageName(), XmlMapper.class.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Startup.class));
	}

}
