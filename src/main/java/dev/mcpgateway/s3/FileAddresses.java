package dev.mcpgateway.s3;

import java.time.Duration;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.s3.FileTools.Presigned;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Utilities;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/**
 * Addresses of files in the object store. They are made without asking it.
 */
class FileAddresses {

	private static final Duration USUAL = Duration.ofMinutes(15);

	private final S3Utilities utilities;

	private final S3Presigner presigner;

	private final String bucket;

	private final Duration longest;

	private final StoreFailures failures;

	/**
	 * Creates a maker of addresses.
	 * @param longest how long a presigned address may be valid at most
	 */
	FileAddresses(S3Utilities utilities, S3Presigner presigner, String bucket, Duration longest,
			StoreFailures failures) {
		this.utilities = utilities;
		this.presigner = presigner;
		this.bucket = bucket;
		this.longest = longest;
		this.failures = failures;
	}

	/** The address of an object, for those who sign their requests. */
	String plain(String key) {
		return this.utilities.getUrl((request) -> request.bucket(this.bucket).key(key)).toExternalForm();
	}

	/**
	 * An address from which anybody may download an object. May block, for credentials.
	 * @param validity for how long; the usual time when absent
	 * @throws InvalidArgumentsException when that is longer than is allowed here
	 */
	Presigned presigned(String key, @Nullable Duration validity) {
		if (validity != null && validity.compareTo(this.longest) > 0) {
			throw new InvalidArgumentsException("/expires_in",
					"at most %d seconds are allowed here".formatted(this.longest.toSeconds()));
		}
		Duration usual = (USUAL.compareTo(this.longest) < 0) ? USUAL : this.longest;
		try {
			PresignedGetObjectRequest presigned = this.presigner
				.presignGetObject((request) -> request.signatureDuration((validity != null) ? validity : usual)
					.getObjectRequest((get) -> get.bucket(this.bucket).key(key)));
			return new Presigned(presigned.url().toExternalForm(), presigned.expiration());
		}
		catch (SdkException ex) {
			throw this.failures.translateSdk(ex);
		}
	}

}
