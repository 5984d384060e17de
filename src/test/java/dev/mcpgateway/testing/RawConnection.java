package dev.mcpgateway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection to a server on this machine, for what no proper client would do.
 */
public final class RawConnection implements AutoCloseable {

	private final Socket socket;

	private final InputStream input;

	private RawConnection(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new BufferedInputStream(socket.getInputStream());
	}

	/** Connects. */
	public static RawConnection open(int port) throws IOException {
		return open(port, 0);
	}

	/**
	 * Connects.
	 * @param receiveBuffer how many bytes the kernel may hold for a reader that does not
	 * read; 0 for its default
	 */
	public static RawConnection open(int port, int receiveBuffer) throws IOException {
		Socket socket = new Socket();
		if (receiveBuffer > 0) {
			socket.setReceiveBufferSize(receiveBuffer);
		}
		socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		return new RawConnection(socket);
	}

	/** A POST of JSON, with its head. */
	public static String post(String path, String json) {
		return head("POST", path, "Content-Type: application/json",
				"Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length) + json;
	}

	/** The head of a request to {@code localhost}. */
	public static String head(String method, String path, String... headers) {
		StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String each : headers) {
			head.append(each).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	/** Sends text. */
	public void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.UTF_8));
	}

	/** Sends bytes. */
	public void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	/** What comes next. */
	public InputStream input() {
		return this.input;
	}

	/** Reads until a text has come, or the other side has closed. */
	public String readUntil(String end) throws IOException {
		byte[] last = end.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		int matched = 0;
		while (matched < last.length) {
			int octet = this.input.read();
			if (octet < 0) {
				break;
			}
			read.write(octet);
			matched = (octet == last[matched]) ? matched + 1 : (octet == last[0]) ? 1 : 0;
		}
		return read.toString(StandardCharsets.UTF_8);
	}

	/** Reads until the other side closes; a reset is an exception. */
	public String readAll() throws IOException {
		return new String(this.input.readAllBytes(), StandardCharsets.UTF_8);
	}

	/** Hangs up with a reset rather than in good order. */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
