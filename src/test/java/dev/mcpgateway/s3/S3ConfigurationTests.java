package dev.mcpgateway.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.registry.ResourceUpdateHub;
import dev.mcpgateway.s3.FileTools.Encoding;
import dev.mcpgateway.s3.FileTools.Uploaded;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.s3.S3AsyncClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the properties mean, on the adapter alone.
 */
class S3ConfigurationTests {

	private static final S3TestServer server = S3TestServer.start();

	private static final String SECRET = "gateway.s3.secret-key=" + S3TestServer.SECRET_KEY;

	private static final String ACCESS = "gateway.s3.access-key=" + S3TestServer.ACCESS_KEY;

	private static final String ENDPOINT = "gateway.s3.endpoint=" + server.endpoint();

	private final ApplicationContextRunner adapter = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
		.withUserConfiguration(Properties.class, S3Configuration.class, ResourceUpdateHub.class);

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void detailsSayWhereTheStoreIsWhenThePropertiesDoNot() {
		this.adapter.withBean(S3ConnectionDetails.class, TestDetails::new).run((context) -> {
			Uploaded uploaded = upload(context.getBean(FileTools.class));
			assertThat(uploaded.url()).isEqualTo(server.endpoint() + "/mcp-gateway/k");
		});
	}

	@Test
	void propertiesGoBeforeTheDetails() {
		this.adapter.withBean(S3ConnectionDetails.class, TestDetails::new)
			.withPropertyValues("gateway.s3.endpoint=http://elsewhere.example:9000", ACCESS, SECRET)
			.run((context) -> assertThat(context.getBean(StoreAddress.class).endpoint())
				.isEqualTo(URI.create("http://elsewhere.example:9000")));
	}

	@Test
	void addressesAreThoseUnderWhichClientsReachTheStore() {
		this.adapter
			.withPropertyValues(ENDPOINT, ACCESS, SECRET, "gateway.s3.public-endpoint=https://files.example:8443")
			.run((context) -> {
				FileTools tools = context.getBean(FileTools.class);
				assertThat(upload(tools).url()).isEqualTo("https://files.example:8443/mcp-gateway/k");
				assertThat(tools.presign("k", 60).url()).startsWith("https://files.example:8443/mcp-gateway/k?");
			});
	}

	@Test
	void awsIsAskedInTheHostStyleAndOthersInThePathStyle() {
		this.adapter.withPropertyValues("gateway.s3.region=eu-central-1", ACCESS, SECRET).run((context) -> {
			assertThat(context.getBean(StoreAddress.class).pathStyle()).isFalse();
			assertThat(context.getBean(FileTools.class).presign("a b", 60).url())
				.startsWith("https://mcp-gateway.s3.eu-central-1.amazonaws.com/a%20b?");
		});
		this.adapter.withPropertyValues(ENDPOINT)
			.run((context) -> assertThat(context.getBean(StoreAddress.class).pathStyle()).isTrue());
		this.adapter.withPropertyValues(ENDPOINT, "gateway.s3.path-style=false")
			.run((context) -> assertThat(context.getBean(StoreAddress.class).pathStyle()).isFalse());
	}

	@Test
	void withoutKeysTheDefaultChainIsAsked() {
		System.setProperty("aws.accessKeyId", S3TestServer.ACCESS_KEY);
		System.setProperty("aws.secretAccessKey", S3TestServer.SECRET_KEY);
		try {
			this.adapter.withPropertyValues(ENDPOINT).run((context) -> {
				FileTools tools = context.getBean(FileTools.class);
				assertThat(upload(tools).success()).isTrue();
				assertThat(tools.presign("k", null).url()).contains(S3TestServer.ACCESS_KEY);
			});
		}
		finally {
			System.clearProperty("aws.accessKeyId");
			System.clearProperty("aws.secretAccessKey");
		}
	}

	@Test
	void checksumsMayGoBesideEverything() {
		this.adapter.withPropertyValues(ENDPOINT, ACCESS, SECRET, "gateway.s3.checksums=WHEN_SUPPORTED")
			.run((context) -> assertThat(upload(context.getBean(FileTools.class)).success()).isTrue());
	}

	@Test
	void storeThatRefusesTheKeysFailsWithoutShowingThem() {
		this.adapter.withPropertyValues(ENDPOINT, ACCESS, "gateway.s3.secret-key=wrong-secret").run((context) -> {
			StepVerifier.create(context.getBean(FileTools.class).list(null))
				.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(BackendFailedException.class)
					.hasMessage("Backend s3 failed."));
			StepVerifier.create(context.getBean(S3Backend.class).ping()).verifyError(BackendFailedException.class);
		});
	}

	@Test
	void missingBucketIsNotMadeWhenThatIsSwitchedOff() {
		this.adapter
			.withPropertyValues(ENDPOINT, ACCESS, SECRET, "gateway.s3.bucket=absent", "gateway.s3.create-bucket=false")
			.run((context) -> {
				StepVerifier.create(context.getBean(S3Backend.class).ping()).verifyError(BackendFailedException.class);
				StepVerifier.create(context.getBean(FileTools.class).list(null))
					.verifyError(BackendFailedException.class);
				assertThat(server.folder().resolve("absent")).doesNotExist();
			});
	}

	@Test
	void storeThatDropsPacketsIsUnavailableAfterTheConnectTimeout() throws IOException {
		try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<SocketChannel> filling = fill(deaf);
			this.adapter
				.withPropertyValues("gateway.s3.endpoint=http://127.0.0.1:" + deaf.getLocalPort(), ACCESS, SECRET,
						"gateway.s3.connect-timeout=500ms")
				.run((context) -> {
					Duration took = StepVerifier.create(context.getBean(FileTools.class).list(null))
						.verifyError(BackendUnavailableException.class);
					assertThat(took).isBetween(Duration.ofMillis(400), Duration.ofMillis(1500));
				});
			for (SocketChannel each : filling) {
				each.close();
			}
		}
	}

	/** Takes the places in the queue of a socket that accepts nobody. */
	private static List<SocketChannel> fill(ServerSocket socket) throws IOException {
		List<SocketChannel> channels = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
			channels.add(channel);
		}
		return channels;
	}

	@Test
	void presignedAddressesLastNoLongerThanIsAllowedHere() {
		this.adapter.withPropertyValues(ENDPOINT, ACCESS, SECRET, "gateway.s3.max-presign-duration=5m")
			.run((context) -> {
				FileTools tools = context.getBean(FileTools.class);
				assertThat(tools.presign("k", null).url()).contains("X-Amz-Expires=300");
				assertThatExceptionOfType(InvalidArgumentsException.class).isThrownBy(() -> tools.presign("k", 301));
			});
	}

	@Test
	void clientIsClosedWithTheContext() {
		this.adapter.withPropertyValues(ENDPOINT, ACCESS, SECRET).run((context) -> {
			S3AsyncClient client = context.getBean(S3AsyncClient.class);
			upload(context.getBean(FileTools.class));
			context.close();
			assertThat(client.listBuckets()).failsWithin(Duration.ofSeconds(5));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "gateway.s3.endpoint=ftp://x", "gateway.s3.endpoint=http://user:pass@x",
			"gateway.s3.endpoint=not an address", "gateway.s3.bucket=../x", "gateway.s3.bucket=A",
			"gateway.s3.prefix=../x", "gateway.s3.prefix=/x", "gateway.s3.access-key=alone",
			"gateway.s3.connect-timeout=0s", "gateway.s3.max-connections=0", "gateway.s3.max-presign-duration=8d",
			"gateway.s3.region=" })
	void settingsThatCannotBeMeantStopTheStart(String property) {
		this.adapter.withPropertyValues(property).run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void emptySettingsAreNoSettings() {
		this.adapter
			.withPropertyValues("gateway.s3.endpoint=", "gateway.s3.access-key=", "gateway.s3.secret-key=",
					"gateway.s3.prefix=")
			.run((context) -> assertThat(context.getBean(StoreAddress.class).endpoint()).isNull());
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "mcp-gateway, -, ''", "mcp-gateway, '', ''", "company, -, mcp-gateway/",
					"company, '', mcp-gateway/", "company, /, ''", "company, team, team/", "company, team/a/, team/a/",
					"mcp-gateway, team, team/" })
	void bucketOfSomebodyElseIsSharedBelowAPrefix(String bucket, @Nullable String prefix, String used) {
		List<String> properties = new ArrayList<>(List.of("gateway.s3.bucket=" + bucket));
		if (prefix != null) {
			properties.add("gateway.s3.prefix=" + prefix);
		}
		this.adapter.withPropertyValues(properties.toArray(String[]::new))
			.run((context) -> assertThat(context.getBean(KeySpace.class)).isEqualTo(new KeySpace(bucket, used)));
	}

	@Test
	void settingsDoNotShowTheKeys() {
		this.adapter.withPropertyValues(ENDPOINT, ACCESS, SECRET)
			.run((context) -> assertThat(context.getBean(S3Properties.class).toString())
				.doesNotContain(S3TestServer.SECRET_KEY)
				.doesNotContain(S3TestServer.ACCESS_KEY));
	}

	private static Uploaded upload(FileTools tools) {
		return Objects.requireNonNull(tools.upload("k", "c", "text/plain", Encoding.TEXT)
			.ofType(CallToolEvent.Item.class)
			.map(CallToolEvent.Item::value)
			.cast(Uploaded.class)
			.blockLast());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(S3Properties.class)
	static class Properties {

	}

	private static final class TestDetails implements S3ConnectionDetails {

		@Override
		public URI endpoint() {
			return server.endpoint();
		}

		@Override
		public String region() {
			return "us-east-1";
		}

		@Override
		public String accessKey() {
			return S3TestServer.ACCESS_KEY;
		}

		@Override
		public String secretKey() {
			return S3TestServer.SECRET_KEY;
		}

	}

}
