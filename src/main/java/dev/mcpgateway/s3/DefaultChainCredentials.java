package dev.mcpgateway.s3;

import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The default chain of the AWS SDK, off the event loop: it reads files and may ask the
 * network, and the asynchronous client would let whoever calls wait for it.
 */
final class DefaultChainCredentials implements IdentityProvider<AwsCredentialsIdentity>, SdkAutoCloseable {

	private final DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();

	@Override
	public Class<AwsCredentialsIdentity> identityType() {
		return AwsCredentialsIdentity.class;
	}

	@Override
	public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
		return CompletableFuture.supplyAsync(this.chain::resolveCredentials,
				(task) -> Thread.ofVirtual().name("s3-credentials").start(task));
	}

	@Override
	public void close() {
		this.chain.close();
	}

}
