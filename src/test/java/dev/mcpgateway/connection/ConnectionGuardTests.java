package dev.mcpgateway.connection;

import java.time.Duration;

import dev.mcpgateway.web.HttpProperties;
import dev.mcpgateway.web.UnreadBytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the clocks of a connection are looked at.
 */
class ConnectionGuardTests {

	private static final HttpProperties HTTP = new HttpProperties(DataSize.ofMegabytes(1), DataSize.ofMegabytes(8),
			Duration.ofSeconds(1), 10, 1000, DataSize.ofMegabytes(64));

	private static final ConnectionProperties PROPERTIES = new ConnectionProperties(10, Duration.ofSeconds(10),
			Duration.ofSeconds(10), Duration.ofSeconds(10), DataSize.ofKilobytes(4), Duration.ofSeconds(10), 64,
			Duration.ofSeconds(60));

	/** Of 32 busy connections, one or two were closed at their first look. */
	@Test
	void whatIsWrittenAndNotYetFlushedIsNotTheReadersFault() {
		ConnectionGuard guard = new ConnectionGuard(new Connections(PROPERTIES, new UnreadBytes(HTTP)), PROPERTIES);
		EmbeddedChannel channel = new EmbeddedChannel(guard);
		ChannelFuture written = channel.write(Unpooled.wrappedBuffer(new byte[100]));
		guard.run();
		assertThat(channel.isOpen()).isTrue();
		assertThat(written.isDone()).isFalse();
		channel.finishAndReleaseAll();
	}

}
