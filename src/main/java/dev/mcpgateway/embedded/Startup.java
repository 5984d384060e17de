package dev.mcpgateway.embedded;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server on its way up. It starts on a thread of its own as soon as this object exists,
 * so that several start at the same time; who needs the server waits in
 * {@link #server()}.
 *
 * @param <S> the server
 */
final class Startup<S extends EmbeddedServer> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Startup.class);

	private final String name;

	private final FutureTask<S> task;

	private Startup(String name, Callable<S> starter) {
		this.name = name;
		this.task = new FutureTask<>(() -> {
			S server = starter.call();
			logger.info("Embedded {}", server.description());
			return server;
		});
	}

	/**
	 * Begins to start a server.
	 * @param name what to call the server in an error
	 * @param starter blocks until the server answers requests
	 */
	static <S extends EmbeddedServer> Startup<S> begin(String name, Callable<S> starter) {
		Startup<S> startup = new Startup<>(name, starter);
		Thread.ofPlatform().name("embedded-" + name).start(startup.task);
		return startup;
	}

	/**
	 * The running server. Blocks until it runs: a start-up has nothing better to do.
	 * @throws EmbeddedServerException if it could not start
	 */
	S server() {
		try {
			return this.task.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EmbeddedServerException("Interrupted while embedded " + this.name + " was starting",
					"Start the gateway again.", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof EmbeddedServerException expected) {
				throw expected;
			}
			throw new EmbeddedServerException("Embedded " + this.name + " did not start: " + ex.getCause(),
					"Mend the cause, or point the gateway at a real server by configuration.", ex.getCause());
		}
	}

	/**
	 * Stops the server, after waiting for a start that is under way: half a server cannot
	 * be stopped in an orderly manner.
	 */
	@Override
	public void close() throws IOException {
		S server;
		try {
			server = server();
		}
		catch (EmbeddedServerException ex) {
			logger.debug("Nothing to stop", ex);
			return;
		}
		server.close();
	}

}
