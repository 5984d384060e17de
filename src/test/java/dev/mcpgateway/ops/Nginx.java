package dev.mcpgateway.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * The installed nginx, run on loopback with the repository's own configuration. Only what
 * differs between machines is replaced: the addresses behind it, the one it listens on,
 * and where it keeps its files.
 */
final class Nginx implements AutoCloseable {

	private static final Path CONFIGURATION = Path.of("nginx");

	private static final Pattern GATEWAY = Pattern.compile("(?m)^\\s*server 127\\.0\\.0\\.1:8080( .*;)$");

	private static final Pattern USERS = Pattern.compile("127\\.0\\.0\\.1:8001");

	private static final String OWN_FILES = """
			access_log off;
			client_body_temp_path body;
			proxy_temp_path proxy;
			fastcgi_temp_path fastcgi;
			uwsgi_temp_path uwsgi;
			scgi_temp_path scgi;
			""";

	private final Process process;

	private final int port;

	private Nginx(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/**
	 * Where nginx is installed, if it is.
	 */
	static Optional<Path> binary() {
		String searched = System.getenv().getOrDefault("PATH", "");
		return Stream.concat(Pattern.compile(":").splitAsStream(searched), Stream.of("/usr/sbin", "/usr/local/sbin"))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, "nginx"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Starts nginx in front of gateways on the given loopback ports and waits until it
	 * accepts connections.
	 * @param directory an empty directory for its files
	 * @param gatewayPorts at least one port
	 */
	static Nginx start(Path directory, int... gatewayPorts) throws IOException {
		Path binary = binary().orElseThrow(() -> new IllegalStateException("nginx is not installed"));
		int port = freePort();
		// Started by root, nginx works as another user, who must reach the files below.
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.copy(CONFIGURATION.resolve("nginx.conf"), directory.resolve("nginx.conf"));
		Files.writeString(directory.resolve("listen.conf"), "listen 127.0.0.1:" + port + ";\n");
		Files.writeString(directory.resolve("upstreams.conf"), upstreams(gatewayPorts) + OWN_FILES);
		Path log = directory.resolve("nginx.log");
		Process process = new ProcessBuilder(binary.toString(), "-e", "stderr", "-p", directory.toString(), "-c",
				directory.resolve("nginx.conf").toString(), "-g", "daemon off; pid nginx.pid;")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Nginx nginx = new Nginx(process, port);
		Awaitility.await("nginx accepts connections").atMost(Duration.ofSeconds(20)).until(() -> {
			if (!process.isAlive()) {
				throw new IllegalStateException("nginx did not start: " + Files.readString(log));
			}
			return nginx.accepts();
		});
		return nginx;
	}

	int port() {
		return this.port;
	}

	URI uri(String pathAndQuery) {
		return URI.create("http://127.0.0.1:" + this.port + pathAndQuery);
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	private boolean accepts() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String upstreams(int... gatewayPorts) throws IOException {
		String original = Files.readString(CONFIGURATION.resolve("upstreams.conf"));
		String gateways = IntStream.of(gatewayPorts)
			.mapToObj((gateway) -> "server 127.0.0.1:" + gateway + "$1")
			.collect(Collectors.joining("\n"));
		String replaced = GATEWAY.matcher(original).replaceFirst(gateways);
		return USERS.matcher(replaced).replaceFirst("127.0.0.1:" + freePort());
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
