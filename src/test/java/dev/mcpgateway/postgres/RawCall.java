package dev.mcpgateway.postgres;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A call of a tool on a bare socket: nothing is read before the test reads it.
 */
final class RawCall implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	private RawCall(Socket socket, InputStream in) {
		this.socket = socket;
		this.in = in;
	}

	static RawCall open(int port, String body) {
		try {
			Socket socket = new Socket();
			// Bounded, so that a reader who stops soon stops the writer.
			socket.setReceiveBufferSize(256 * 1024);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			socket.setSoTimeout(20_000);
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			socket.getOutputStream()
				.write(("POST /api/mcp/tool HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
						+ "Connection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body)
					.getBytes(StandardCharsets.UTF_8));
			return new RawCall(socket, new BufferedInputStream(socket.getInputStream(), 64 * 1024));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads and throws away so many bytes, or fewer at the end. */
	long skip(long count) {
		try {
			long read = 0;
			while (read < count && this.in.read() >= 0) {
				read++;
			}
			return read;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The rest of the answer, chunk headers included. */
	String rest() {
		try {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			this.in.transferTo(all);
			return all.toString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
