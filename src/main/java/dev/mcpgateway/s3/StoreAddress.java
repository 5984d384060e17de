package dev.mcpgateway.s3;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Where the store is and who asks it.
 *
 * @param endpoint its address; AWS itself when absent
 * @param publicEndpoint where clients reach it
 * @param region the region that requests are signed for
 * @param pathStyle whether the bucket stands in the path rather than in the host
 * @param credentials what requests are signed with
 */
record StoreAddress(@Nullable URI endpoint, @Nullable URI publicEndpoint, Region region, boolean pathStyle,
		IdentityProvider<? extends AwsCredentialsIdentity> credentials) implements AutoCloseable {

	/**
	 * By the properties; by the details when there are any and the properties name no
	 * endpoint.
	 */
	static StoreAddress of(S3Properties properties, @Nullable S3ConnectionDetails details) {
		URI publicEndpoint = properties.publicEndpoint();
		if (details != null && properties.endpoint() == null) {
			return new StoreAddress(details.endpoint(), (publicEndpoint != null) ? publicEndpoint : details.endpoint(),
					Region.of(details.region()), true, fixed(details.accessKey(), details.secretKey()));
		}
		Boolean pathStyle = properties.pathStyle();
		String accessKey = properties.accessKey();
		String secretKey = properties.secretKey();
		return new StoreAddress(properties.endpoint(),
				(publicEndpoint != null) ? publicEndpoint : properties.endpoint(), Region.of(properties.region()),
				(pathStyle != null) ? pathStyle : properties.endpoint() != null,
				(accessKey != null && secretKey != null) ? fixed(accessKey, secretKey) : new DefaultChainCredentials());
	}

	private static IdentityProvider<? extends AwsCredentialsIdentity> fixed(String accessKey, String secretKey) {
		return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
	}

	/** Closes what the credentials come from; called with the context's end. */
	@Override
	public void close() {
		if (this.credentials instanceof SdkAutoCloseable closeable) {
			closeable.close();
		}
	}

}
