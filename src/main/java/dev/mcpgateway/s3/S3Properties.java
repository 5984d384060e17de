package dev.mcpgateway.s3;

import java.net.URI;
import java.time.Duration;

import dev.mcpgateway.source.BulkheadProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The object store.
 *
 * @param enabled whether the tools and resources on it exist
 * @param endpoint its address, for example {@code https://minio.example:9000}; AWS itself
 * when absent
 * @param publicEndpoint the address under which clients reach the store, when it is not
 * {@code endpoint}; what {@code upload_file} and {@code presign_file} answer with
 * @param region the region that requests are signed for
 * @param bucket the one bucket that the gateway touches
 * @param prefix confines the gateway to keys below it; a slash at its end is understood.
 * {@value #WHOLE_BUCKET} for the whole bucket; when absent, the whole of a bucket with
 * the default name, and {@value #OWN_PREFIX} in any other, which may be somebody else's
 * @param pathStyle whether the bucket stands in the path of an address rather than in its
 * host; when absent, yes with an {@code endpoint} and no without
 * @param accessKey signs requests, together with {@code secretKey}; when both are absent,
 * the default chain of the AWS SDK is asked (environment, profile, container, instance)
 * @param secretKey see {@code accessKey}
 * @param createBucket whether the bucket is made when it is missing
 * @param checksums when checksums go beside requests and answers; older stores refuse
 * those that are not required
 * @param connectTimeout how long a connection, and the TLS session on it, may take to
 * come about
 * @param requestTimeout how long a request may take until its answer begins; the body of
 * a large object may take any time
 * @param maxConnections how many connections may be open at once; each object that is
 * being read holds one
 * @param maxLists how many lists of files may be read at once; each holds one page of at
 * most a thousand keys, and a connection only while that is fetched
 * @param maxPresignDuration how long a presigned address may be valid at most; S3 allows
 * 7 days
 * @param uploads bounds of files that are stored as streams
 * @param bulkhead how the connections are divided
 */
@Validated
@ConfigurationProperties("gateway.s3")
record S3Properties(@DefaultValue("true") boolean enabled, @Nullable URI endpoint, @Nullable URI publicEndpoint,
		@DefaultValue("us-east-1") @NotBlank String region,
		@DefaultValue(OWN_BUCKET) @Pattern(regexp = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") String bucket,
		@Nullable String prefix, @Nullable Boolean pathStyle, @Nullable String accessKey, @Nullable String secretKey,
		@DefaultValue("true") boolean createBucket, @DefaultValue("WHEN_REQUIRED") Checksums checksums,
		@DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(seconds = 60) Duration connectTimeout,
		@DefaultValue("30s") @DurationMin(millis = 1) Duration requestTimeout,
		@DefaultValue("50") @Min(1) @Max(10_000) int maxConnections,
		@DefaultValue("10") @Min(1) @Max(10_000) int maxLists,
		@DefaultValue("7d") @DurationMin(seconds = 1) @DurationMax(days = 7) Duration maxPresignDuration,
		@DefaultValue @Valid Uploads uploads, @DefaultValue @Valid BulkheadProperties bulkhead) {

	private static final String OWN_BUCKET = "mcp-gateway";

	private static final String OWN_PREFIX = "mcp-gateway/";

	private static final String WHOLE_BUCKET = "/";

	S3Properties {
		endpoint = checked("endpoint", endpoint);
		publicEndpoint = checked("public-endpoint", publicEndpoint);
		accessKey = (accessKey == null || accessKey.isBlank()) ? null : accessKey;
		secretKey = (secretKey == null || secretKey.isBlank()) ? null : secretKey;
		if ((accessKey == null) != (secretKey == null)) {
			throw new IllegalArgumentException(
					"Set both gateway.s3.access-key and gateway.s3.secret-key, or neither of them");
		}
		prefix = (prefix == null || prefix.isBlank()) ? null : prefix;
		KeyRules.Fault fault = (prefix == null || prefix.equals(WHOLE_BUCKET)) ? null : KeyRules.ofPrefix(prefix);
		if (fault != null) {
			throw new IllegalArgumentException("gateway.s3.prefix " + fault.detail());
		}
	}

	/**
	 * What every key of the gateway starts with: nothing, or a path with a slash at its
	 * end.
	 */
	String keyPrefix() {
		if (this.prefix == null) {
			return this.bucket.equals(OWN_BUCKET) ? "" : OWN_PREFIX;
		}
		if (this.prefix.equals(WHOLE_BUCKET)) {
			return "";
		}
		// Else "team" would also hold what is below "team-b".
		return this.prefix.endsWith("/") ? this.prefix : this.prefix + "/";
	}

	private static @Nullable URI checked(String name, @Nullable URI address) {
		if (address == null || address.toString().isBlank()) {
			return null;
		}
		boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
		if (!http || address.getHost() == null || address.getRawUserInfo() != null || address.getRawQuery() != null) {
			throw new IllegalArgumentException(
					"gateway.s3.%s must be an address like https://host:port".formatted(name));
		}
		return address;
	}

	/** Without the keys: a record's own text would show them. */
	@Override
	public String toString() {
		return "S3Properties[endpoint=%s, region=%s, bucket=%s, prefix=%s]".formatted(this.endpoint, this.region,
				this.bucket, keyPrefix());
	}

	/**
	 * Bounds of files that are stored as streams. All together hold at most
	 * {@code maxConcurrent} × 2 × {@code partSize} bytes.
	 *
	 * @param maxSize how large a file may be
	 * @param partSize what is gathered of a file before it is sent to the store; S3 takes
	 * 5 MB to 5 GB, and 10,000 parts of an object
	 * @param maxConcurrent how many may be stored at once
	 * @param maxWaiting how many more may wait until one of them is done; others are
	 * refused
	 * @param acquireTimeout how long they may wait
	 */
	record Uploads(@DefaultValue("5GB") DataSize maxSize, @DefaultValue("5MB") DataSize partSize,
			@DefaultValue("6") @Min(1) @Max(1000) int maxConcurrent, @DefaultValue("100") @Min(0) int maxWaiting,
			@DefaultValue("30s") @DurationMin(millis = 1) @DurationMax(minutes = 5) Duration acquireTimeout) {

		private static final int MAX_PARTS = 10_000;

		Uploads {
			if (partSize.toMegabytes() < 5 || partSize.toMegabytes() > 1024) {
				throw new IllegalArgumentException("gateway.s3.uploads.part-size has 5MB to 1GB");
			}
			if (maxSize.isNegative() || maxSize.toBytes() > MAX_PARTS * partSize.toBytes()) {
				throw new IllegalArgumentException(
						"gateway.s3.uploads.max-size may be at most %d times the part-size".formatted(MAX_PARTS));
			}
		}

	}

	/**
	 * When checksums go beside requests and answers.
	 */
	enum Checksums {

		/** Only with operations that demand one. */
		WHEN_REQUIRED,

		/** With every operation that knows them. */
		WHEN_SUPPORTED

	}

}
