package dev.mcpgateway.mongo;

import java.util.concurrent.TimeUnit;

import com.mongodb.connection.TransportSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

/**
 * The threads of the MongoDB client, which end as soon as the client is closed.
 */
final class MongoEventLoops {

	private static final int LONGEST_SECONDS = 2;

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());

	TransportSettings transport() {
		return TransportSettings.nettyBuilder().eventLoopGroup(this.group).build();
	}

	/** Ends the threads: no quiet period, for nobody is left to send anything. */
	void close() {
		this.group.shutdownGracefully(0, LONGEST_SECONDS, TimeUnit.SECONDS)
			.awaitUninterruptibly(LONGEST_SECONDS, TimeUnit.SECONDS);
	}

}
