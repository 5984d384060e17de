package dev.mcpgateway.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/**
 * Fails the test during which a thread that must not block has blocked, whatever became
 * of the error that the blocking code got for it.
 * <p>
 * JUnit finds it as a service, so that it holds for every test. A JVM of tests needs
 * {@code -XX:+AllowRedefinitionToAddDeleteMethods} for it.
 */
public final class BlockingCalls implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private static final Queue<BlockingOperationError> FOUND = new ConcurrentLinkedQueue<>();

	static {
		install();
	}

	private static void install() {
		BlockHound.Builder builder = BlockHound.builder().loadIntegrations();
		allow(builder);
		builder.blockingMethodCallback(BlockingCalls::found);
		try {
			builder.install();
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException(
					"Run the tests with -XX:+AllowRedefinitionToAddDeleteMethods, so that they find blocking calls",
					ex);
		}
	}

	/** Where a thread of an event loop may block, and why. */
	private static void allow(BlockHound.Builder builder) {
		// Reads /dev/urandom, which always answers at once.
		builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
		// Reads a file of the class path once, as the loading of a class does.
		builder.allowBlockingCallsInside("java.util.ResourceBundle", "getBundle");
		// One lock per appender; the lines are few and short.
		builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
		// When the client is closed, and on Netty's global executor, which serves no
		// connection.
		builder.allowBlockingCallsInside("software.amazon.awssdk.http.nio.netty.internal.BetterSimpleChannelPool",
				"close");
		// The embedded MongoDB keeps its data in files and serves from loops of its own.
		builder.allowBlockingCallsInside("de.bwaldvogel.mongo.wire.MongoDatabaseHandler", "channelRead0");
		// Netty's allocator takes a lock for the moment in which it gets one more
		// magazine.
		builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup",
				"tryExpandMagazines");
	}

	/** Lets the call block, so that nothing else goes wrong, and remembers it. */
	private static void found(BlockingMethod method) {
		if (!waitsForALock()) {
			FOUND.add(new BlockingOperationError(method));
		}
	}

	/**
	 * A lock is held for moments, unless its holder blocks, which is looked at too; that
	 * two threads meet at one is chance, and no reason for a test to fail.
	 */
	private static boolean waitsForALock() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getMethodName().equals("lock")
					&& frame.getClassName().startsWith("java.util.concurrent.locks.")));
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		fail("before " + context.getDisplayName());
	}

	@Override
	public void afterEach(ExtensionContext context) {
		fail("during " + context.getDisplayName());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		fail("during " + context.getDisplayName());
	}

	static void fail(String when) {
		BlockingOperationError first = FOUND.poll();
		if (first != null) {
			int more = FOUND.size();
			FOUND.clear();
			throw new AssertionError(
					"An event loop was blocked " + when + ", and " + more + " times more:\n"
							+ Stream.of(first.getStackTrace()).map(String::valueOf).collect(Collectors.joining("\n")),
					first);
		}
	}

}
