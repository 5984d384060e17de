package dev.mcpgateway.s3;

import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/**
 * The threads of the S3 client, which end as soon as the client is closed.
 */
final class S3EventLoops {

	private static final int LONGEST_SECONDS = 2;

	private final SdkEventLoopGroup group = SdkEventLoopGroup.builder().build();

	SdkEventLoopGroup group() {
		return this.group;
	}

	/** Ends the threads: no quiet period, for nobody is left to send anything. */
	void close() {
		this.group.eventLoopGroup()
			.shutdownGracefully(0, LONGEST_SECONDS, TimeUnit.SECONDS)
			.awaitUninterruptibly(LONGEST_SECONDS, TimeUnit.SECONDS);
	}

}
