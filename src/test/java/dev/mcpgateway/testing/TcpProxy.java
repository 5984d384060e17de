package dev.mcpgateway.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network that can fail: passes connections on to a server, breaks them, lets them
 * hang, and heals. On loopback, with one port for as long as it lives.
 */
public final class TcpProxy implements AutoCloseable {

	private static final int BUFFER_SIZE = 64 * 1024;

	private final InetSocketAddress server;

	private final int port;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final Object monitor = new Object();

	private boolean stalled;

	private ServerSocket listener;

	private Thread acceptor;

	/** Keeps the port for this proxy while nothing listens there. */
	private Socket placeholder = new Socket();

	private TcpProxy(InetSocketAddress server) throws IOException {
		this.server = server;
		this.listener = listen(0);
		this.port = this.listener.getLocalPort();
		this.acceptor = startAccepting(this.listener);
	}

	/**
	 * Starts a proxy.
	 * @param host where the server is; it need not be there yet
	 */
	public static TcpProxy to(String host, int port) {
		try {
			return new TcpProxy(new InetSocketAddress(host, port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The port to connect to, on {@code 127.0.0.1}. */
	public int port() {
		return this.port;
	}

	/** How many connections are open. */
	public int connections() {
		return this.links.size();
	}

	/** The server is gone: connections are reset, new ones refused. */
	public void cut() {
		try {
			stopListening();
			if (!this.placeholder.isBound() || this.placeholder.isClosed()) {
				this.placeholder = new Socket();
				this.placeholder.setReuseAddress(true);
				this.placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.links.forEach(Link::reset);
	}

	/** The network is silent: connections are accepted and stay open, no byte arrives. */
	public void stall() {
		synchronized (this.monitor) {
			this.stalled = true;
		}
	}

	/**
	 * The connections of now are forgotten without a word, as by a firewall that lost its
	 * state: they stay open and silent for ever. New ones work.
	 */
	public void forget() {
		this.links.forEach(Link::forget);
	}

	/** All is well again, also for connections that hung, but for the forgotten. */
	public void restore() {
		flow();
		if (this.listener.isClosed()) {
			try {
				this.placeholder.close();
				this.listener = listen(this.port);
				this.acceptor = startAccepting(this.listener);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	@Override
	public void close() {
		try {
			stopListening();
			this.placeholder.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.links.forEach(Link::reset);
		flow();
	}

	private static ServerSocket listen(int wanted) throws IOException {
		ServerSocket socket = new ServerSocket();
		socket.setReuseAddress(true);
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
		return socket;
	}

	private Thread startAccepting(ServerSocket socket) {
		return Thread.ofPlatform().daemon().name("proxy-accept").start(() -> accept(socket));
	}

	/** The port is free only when the thread that accepts has let go of it. */
	private void stopListening() throws IOException {
		this.listener.close();
		try {
			this.acceptor.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	private void flow() {
		synchronized (this.monitor) {
			this.stalled = false;
			this.monitor.notifyAll();
		}
	}

	private void accept(ServerSocket socket) {
		while (!socket.isClosed()) {
			try {
				Link link = new Link(socket.accept());
				this.links.add(link);
				Thread.ofPlatform().daemon().name("proxy-link").start(link::open);
			}
			catch (IOException ex) {
				// Closed by cut(), or the client has gone already.
			}
		}
	}

	/**
	 * One connection from a client to the server.
	 */
	private final class Link {

		private final Socket client;

		private final Socket upstream = new Socket();

		private boolean forgotten;

		Link(Socket client) {
			this.client = client;
		}

		void open() {
			try {
				awaitFlow();
				this.upstream.connect(TcpProxy.this.server);
				Thread.ofPlatform().daemon().name("proxy-answers").start(() -> pump(this.upstream, this.client));
				pump(this.client, this.upstream);
			}
			catch (IOException | InterruptedException ex) {
				reset();
			}
		}

		private void awaitFlow() throws InterruptedException {
			synchronized (TcpProxy.this.monitor) {
				while (TcpProxy.this.stalled || this.forgotten) {
					TcpProxy.this.monitor.wait();
				}
			}
		}

		void forget() {
			synchronized (TcpProxy.this.monitor) {
				this.forgotten = true;
			}
		}

		/** One direction; whichever ends first ends both. */
		private void pump(Socket from, Socket to) {
			byte[] buffer = new byte[BUFFER_SIZE];
			try {
				for (int count; (count = from.getInputStream().read(buffer)) >= 0;) {
					awaitFlow();
					to.getOutputStream().write(buffer, 0, count);
				}
				awaitFlow();
				close(false);
			}
			catch (IOException | InterruptedException ex) {
				reset();
			}
		}

		void reset() {
			close(true);
		}

		private void close(boolean abruptly) {
			TcpProxy.this.links.remove(this);
			synchronized (TcpProxy.this.monitor) {
				this.forgotten = false;
				TcpProxy.this.monitor.notifyAll();
			}
			for (Socket each : List.of(this.client, this.upstream)) {
				try (each) {
					if (abruptly && !each.isClosed()) {
						each.setSoLinger(true, 0);
					}
				}
				catch (IOException ex) {
					// It is gone, which is what was wanted.
				}
			}
		}

	}

}
