package dev.mcpgateway.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The wire between the gateway and a server, on which a test sees what goes over it, and
 * which it can cut.
 */
final class S3Wire implements AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private final int target;

	/** Free at first, then always the same. */
	private volatile int port;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Set<Socket> fromGateway = ConcurrentHashMap.newKeySet();

	private final AtomicLong received = new AtomicLong();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private volatile long cutAt = Long.MAX_VALUE;

	private volatile boolean silent;

	private volatile @Nullable ServerSocket listener;

	private S3Wire(int target) {
		this.target = target;
	}

	/** A wire to the server on a port of this machine. */
	static S3Wire to(int target) {
		S3Wire wire = new S3Wire(target);
		wire.connect();
		return wire;
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/** Lets connections through, on the port that it always has. */
	void connect() {
		// The port may still be somebody's for a moment, when it was closed just now.
		Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreException(BindException.class).until(() -> {
			listen();
			return true;
		});
	}

	private void listen() throws IOException {
		ServerSocket socket = new ServerSocket();
		try {
			socket.setReuseAddress(true);
			socket.setReceiveBufferSize(BUFFER);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		}
		catch (IOException ex) {
			closeQuietly(socket);
			throw ex;
		}
		this.port = socket.getLocalPort();
		this.listener = socket;
		Thread.ofVirtual().start(() -> accept(socket));
	}

	/** Refuses connections and breaks those that are open: the server is dead. */
	void disconnect() {
		ServerSocket socket = this.listener;
		if (socket != null) {
			closeQuietly(socket);
		}
		this.sockets.forEach(S3Wire::closeQuietly);
	}

	/** Breaks the connection after so many more bytes from the server. */
	void cutAfter(long bytes) {
		this.cutAt = this.received.get() + bytes;
	}

	/** Whether what the server says is kept back. */
	void silent(boolean silent) {
		this.silent = silent;
	}

	/** How many bytes the gateway has taken, or are on their way to it. */
	long received() {
		return this.received.get();
	}

	/** How many connections of the gateway are open. */
	int connections() {
		return this.fromGateway.size();
	}

	/** The request lines so far. */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	void forgetRequests() {
		this.requests.clear();
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Socket gateway = socket.accept();
				Socket server = new Socket();
				server.setReceiveBufferSize(BUFFER);
				gateway.setSendBufferSize(BUFFER);
				this.sockets.add(gateway);
				this.fromGateway.add(gateway);
				server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.target));
				this.sockets.add(server);
				if (socket.isClosed()) {
					// It was accepted in the moment in which all were closed.
					closeQuietly(gateway);
					closeQuietly(server);
				}
				Thread.ofVirtual().start(() -> carryRequests(gateway, server));
				Thread.ofVirtual().start(() -> carryAnswers(server, gateway));
			}
			catch (IOException ex) {
				// The listener was closed: the loop ends.
			}
		}
	}

	private void carryRequests(Socket gateway, Socket server) {
		byte[] buffer = new byte[BUFFER];
		try (gateway; server) {
			InputStream in = gateway.getInputStream();
			OutputStream out = server.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				note(buffer, count);
				out.write(buffer, 0, count);
			}
		}
		catch (IOException ex) {
			// Either side has gone; both are closed.
		}
		forget(gateway, server);
	}

	/** The gateway writes the head of a request at once, so it begins a chunk. */
	private void note(byte[] buffer, int count) {
		String text = new String(buffer, 0, Math.min(count, 2048), StandardCharsets.ISO_8859_1);
		int end = text.indexOf(" HTTP/1.1\r\n");
		if (end > 0 && text.matches("(?s)(GET|HEAD|PUT|DELETE|POST) /.*")) {
			this.requests.add(text.substring(0, end));
		}
	}

	private void carryAnswers(Socket server, Socket gateway) {
		byte[] buffer = new byte[8 * 1024];
		try (gateway; server) {
			InputStream in = server.getInputStream();
			OutputStream out = gateway.getOutputStream();
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				if (this.silent) {
					continue;
				}
				long room = this.cutAt - this.received.get();
				if (room <= count) {
					out.write(buffer, 0, (int) Math.max(0, room));
					this.cutAt = Long.MAX_VALUE;
					break;
				}
				out.write(buffer, 0, count);
				this.received.addAndGet(count);
			}
		}
		catch (IOException ex) {
			// Either side has gone; both are closed.
		}
		forget(gateway, server);
	}

	private void forget(Socket gateway, Socket server) {
		this.fromGateway.remove(gateway);
		this.sockets.remove(gateway);
		this.sockets.remove(server);
	}

	private static void closeQuietly(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			// It is closed as far as it can be.
		}
	}

	@Override
	public void close() {
		disconnect();
	}

}
