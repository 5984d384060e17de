package dev.mcpgateway.mongo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.result.InsertManyResult;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import dev.mcpgateway.testing.JavaProcess;
import io.netty.channel.Channel;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.FileSystemUtils;

/**
 * A server that speaks MongoDB's protocol, in a process of its own: it can be killed and
 * frozen, and its memory is not the gateway's. Its data outlives it until the JVM of the
 * tests exits.
 */
final class MongoTestServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final @Nullable MongoTestServer[] SHARED = new @Nullable MongoTestServer[1];

	private final int port;

	private final Path directory;

	private @Nullable Process process;

	private @Nullable MongoClient client;

	private MongoTestServer(int port, Path directory) {
		this.port = port;
		this.directory = directory;
	}

	/** The server for tests that do not break it. */
	static MongoTestServer shared() {
		synchronized (SHARED) {
			MongoTestServer server = SHARED[0];
			if (server == null) {
				server = create();
				server.start();
				SHARED[0] = server;
			}
			return server;
		}
	}

	/** A server that does not run yet, on a port that is free. */
	static MongoTestServer create() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			MongoTestServer server = new MongoTestServer(socket.getLocalPort(),
					Files.createTempDirectory("mcp-gateway-mongo"));
			Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-mongo"));
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String uri() {
		return "mongodb://127.0.0.1:" + this.port + "/company";
	}

	/**
	 * Starts the server, on what it stored before; returns when it accepts connections.
	 */
	void start() {
		ProcessBuilder builder = JavaProcess.of(Main.class, Integer.toString(this.port),
				this.directory.resolve("data.mv").toString());
		builder.redirectError(ProcessBuilder.Redirect.DISCARD);
		try {
			Process started = builder.start();
			this.process = started;
			BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
			String line = output.readLine();
			while (line != null && !line.equals(Main.READY)) {
				line = output.readLine();
			}
			if (line == null) {
				throw new IllegalStateException("The MongoDB test server did not start");
			}
			// What it says later is of no interest, but must not fill the pipe.
			Thread.ofVirtual().start(() -> output.lines().forEach((each) -> {
			}));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Kills the server, as a crash would; its connections break. */
	void kill() {
		Process running = this.process;
		if (running != null) {
			try {
				running.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.process = null;
		}
	}

	/** Stops it from doing anything, with its connections open. */
	void freeze() {
		signal("-STOP");
	}

	/** Lets it go on. */
	void thaw() {
		signal("-CONT");
	}

	private void signal(String signal) {
		try {
			Process kill = new ProcessBuilder("kill", signal, Long.toString(Objects.requireNonNull(this.process).pid()))
				.start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("kill " + signal + " failed");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** The database that the gateway uses, past the gateway. */
	synchronized MongoDatabase database() {
		MongoClient connected = this.client;
		if (connected == null) {
			connected = MongoClients.create(uri());
			this.client = connected;
		}
		return connected.getDatabase(MongoProperties.OWN_DATABASE);
	}

	/** Stores items, a few at once. */
	void insert(String collection, Flux<Document> items) {
		items.buffer(50)
			.concatMap(
					(some) -> Mono.<InsertManyResult>from(this.database().getCollection(collection).insertMany(some)))
			.then()
			.block(PATIENCE.multipliedBy(4));
	}

	Document command(Document command) {
		return Objects.requireNonNull(Mono.from(database().runCommand(command)).block(PATIENCE));
	}

	/** How many cursors the server holds for its clients. */
	long openCursors() {
		return command(new Document("serverStatus", 1))
			.getEmbedded(List.of("metrics", "cursor", "open", "total"), Number.class)
			.longValue();
	}

	@Override
	public synchronized void close() {
		if (this.client != null) {
			this.client.close();
			this.client = null;
		}
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			System.err.println("Not removed: " + this.directory + ": " + ex);
		}
	}

	/**
	 * The server's process, which ends when whoever started it does.
	 */
	static final class Main {

		static final String READY = "ready";

		private Main() {
		}

		public static void main(String[] args) throws IOException {
			MongoServer server = new MongoServer(new Backend(args[1]));
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
			System.out.println(READY);
			// Blocks until the parent is gone.
			System.in.transferTo(OutputStream.nullOutputStream());
			server.shutdownNow();
		}

	}

	/**
	 * Knows the {@code hello} command, which the library lacks.
	 */
	private static final class Backend extends H2Backend {

		Backend(String file) {
			super(file);
		}

		@Override
		public de.bwaldvogel.mongo.bson.Document handleCommand(Channel channel, String databaseName, String command,
				de.bwaldvogel.mongo.bson.Document query) {
			if (!command.equalsIgnoreCase("hello")) {
				return super.handleCommand(channel, databaseName, command, query);
			}
			de.bwaldvogel.mongo.bson.Document response = super.handleCommand(channel, databaseName, "ismaster", query);
			response.put("isWritablePrimary", response.remove("ismaster"));
			return response;
		}

	}

}
