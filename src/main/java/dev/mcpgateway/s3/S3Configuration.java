package dev.mcpgateway.s3;

import java.time.Duration;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.source.Bulkhead;
import dev.mcpgateway.source.Shares;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Utilities;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Tools and resources on an object store, unless {@code gateway.s3.enabled} is false.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "gateway.s3.enabled", matchIfMissing = true)
@Import({ FileTools.class, FileResource.class, FileCompletions.class })
class S3Configuration {

	private static final Logger logger = LoggerFactory.getLogger(S3Configuration.class);

	/** Reading files is what the store is for. */
	private static final int PERCENT_FOR_STREAMS = 60;

	/** The client's threads: its own would take two seconds to end. */
	@Bean(destroyMethod = "close")
	S3EventLoops s3EventLoops() {
		return new S3EventLoops();
	}

	@Bean
	StoreAddress storeAddress(S3Properties properties, ObjectProvider<S3ConnectionDetails> details) {
		return StoreAddress.of(properties, details.getIfAvailable());
	}

	@Bean
	KeySpace keySpace(S3Properties properties) {
		KeySpace keys = new KeySpace(properties.bucket(), properties.keyPrefix());
		if (properties.prefix() == null && !keys.prefix().isEmpty()) {
			logger.info("Files are kept in the bucket {} below {}; gateway.s3.prefix chooses another place",
					keys.bucket(), keys.prefix());
		}
		return keys;
	}

	@Bean
	StoreFailures storeFailures(S3Properties properties) {
		return new StoreFailures(properties.requestTimeout());
	}

	@Bean
	S3Backend s3Backend(S3AsyncClient client, S3Properties properties, StoreFailures failures) {
		return new S3Backend(client, properties.bucket(), properties.createBucket(), failures);
	}

	/** Uploads, each of which sends one part at a time, and health have their own. */
	@Bean
	Bulkhead s3Bulkhead(S3Properties properties) {
		Shares.Pool pool = new Shares.Pool("gateway.s3", "gateway.s3.max-connections", properties.maxConnections(),
				properties.uploads().maxConcurrent() + 1, PERCENT_FOR_STREAMS, false);
		Shares places = Shares.of(pool, properties.bulkhead()).withLists(properties.maxLists());
		return new Bulkhead(S3Backend.NAME, places, properties.bulkhead());
	}

	@Bean
	ObjectStore objectStore(S3AsyncClient client, S3Backend backend, KeySpace keys, StoreFailures failures,
			Bulkhead s3Bulkhead) {
		return new ObjectStore(client, backend, keys.bucket(), failures, s3Bulkhead);
	}

	@Bean
	FileLocator fileLocator(KeySpace keys, ObjectStore store) {
		return new FileLocator(keys, store);
	}

	@Bean
	UploadPlaces uploadPlaces(S3Properties properties) {
		return new UploadPlaces(properties.uploads());
	}

	@Bean
	MeterBinder fileUploadMetrics(UploadPlaces places) {
		return (registry) -> {
			Gauge.builder("mcp.file.uploads.running", places, UploadPlaces::running)
				.description("Files that are being stored")
				.register(registry);
			Gauge.builder("mcp.file.uploads.waiting", places, UploadPlaces::waiting)
				.description("Files that wait for a place to be stored")
				.register(registry);
		};
	}

	@Bean
	ObjectWriter objectWriter(S3AsyncClient client, S3Backend backend, KeySpace keys, StoreFailures failures) {
		return new ObjectWriter(client, backend, keys.bucket(), failures);
	}

	@Bean
	FileUploads fileUploads(KeySpace keys, ObjectWriter objects, UploadPlaces places, ResourceUpdates updates,
			S3Properties properties) {
		return new FileUploads(keys, objects, places, updates, properties.uploads());
	}

	@Bean
	FileAddresses fileAddresses(StoreAddress address, S3Presigner presigner, S3Properties properties,
			StoreFailures failures) {
		return new FileAddresses(utilities(address), presigner, properties.bucket(), properties.maxPresignDuration(),
				failures);
	}

	/** Closed with the context, and its connections and threads with it. */
	@Bean(destroyMethod = "close")
	S3AsyncClient s3AsyncClient(StoreAddress address, S3Properties properties, S3EventLoops loops) {
		boolean always = properties.checksums() == S3Properties.Checksums.WHEN_SUPPORTED;
		S3AsyncClientBuilder builder = S3AsyncClient.builder()
			.region(address.region())
			.credentialsProvider(address.credentials())
			.forcePathStyle(address.pathStyle())
			.requestChecksumCalculation(
					always ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(
					always ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED)
			.httpClientBuilder(httpClient(properties, loops))
			.overrideConfiguration((override) -> override.apiCallTimeout(properties.requestTimeout())
				// A dead store is to be told of at once; ObjectStore says what is tried
				// again.
				.retryStrategy(DefaultRetryStrategy.doNotRetry()))
			// Nothing here blocks, so answers need no thread of their own.
			.asyncConfiguration((async) -> async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR,
					Runnable::run));
		if (address.endpoint() != null) {
			builder.endpointOverride(address.endpoint());
		}
		return builder.build();
	}

	private static NettyNioAsyncHttpClient.Builder httpClient(S3Properties properties, S3EventLoops loops) {
		return NettyNioAsyncHttpClient.builder()
			.eventLoopGroup(loops.group())
			.maxConcurrency(properties.maxConnections())
			.connectionTimeout(properties.connectTimeout())
			.tlsNegotiationTimeout(properties.connectTimeout())
			// Else a reader that pauses would look like a store that hangs. What hangs
			// before
			// an answer meets the request timeout, and in its body the call's idle
			// deadline.
			.readTimeout(Duration.ZERO);
	}

	private static S3Utilities utilities(StoreAddress address) {
		S3Utilities.Builder builder = S3Utilities.builder()
			.region(address.region())
			.s3Configuration(addressing(address));
		if (address.publicEndpoint() != null) {
			builder.endpoint(address.publicEndpoint());
		}
		return builder.build();
	}

	@Bean(destroyMethod = "close")
	S3Presigner s3Presigner(StoreAddress address) {
		S3Presigner.Builder builder = S3Presigner.builder()
			.region(address.region())
			.credentialsProvider(address.credentials())
			.serviceConfiguration(addressing(address));
		if (address.publicEndpoint() != null) {
			builder.endpointOverride(address.publicEndpoint());
		}
		return builder.build();
	}

	private static software.amazon.awssdk.services.s3.S3Configuration addressing(StoreAddress address) {
		return software.amazon.awssdk.services.s3.S3Configuration.builder()
			.pathStyleAccessEnabled(address.pathStyle())
			.build();
	}

}
