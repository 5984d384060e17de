package dev.mcpgateway.ops;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

/**
 * The repository's nginx configuration, run by the installed nginx in front of two
 * gateways.
 */
class NginxTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final RecordingServer one = new RecordingServer();

	private final RecordingServer two = new RecordingServer();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private Nginx nginx;

	@BeforeAll
	static void nginxIsInstalled() {
		if (Nginx.binary().isPresent()) {
			return;
		}
		String reason = "nginx is not installed: on Debian, apt-get install nginx-light";
		if (Boolean.parseBoolean(System.getenv("CI"))) {
			fail(reason);
		}
		System.out.println("NginxTests skipped: " + reason);
		Assumptions.abort(reason);
	}

	@BeforeEach
	void startNginx(@TempDir Path directory) throws IOException {
		this.nginx = Nginx.start(directory, this.one.port(), this.two.port());
	}

	@AfterEach
	void stop() {
		this.client.shutdownNow();
		if (this.nginx != null) {
			this.nginx.close();
		}
		this.one.close();
		this.two.close();
	}

	@Test
	void firstLineOfASlowStreamArrivesBeforeTheSecondExists() throws Exception {
		HttpResponse<Stream<String>> response = this.client.send(call(RecordingServer.COUNT), BodyHandlers.ofLines());
		try (Stream<String> lines = response.body()) {
			long[] arrivals = lines.mapToLong((line) -> System.nanoTime()).toArray();
			assertThat(arrivals).hasSize(3);
			assertThat(Duration.ofNanos(arrivals[1] - arrivals[0])).isGreaterThan(RecordingServer.PAUSE.dividedBy(2));
			assertThat(Duration.ofNanos(arrivals[2] - arrivals[1])).isGreaterThan(RecordingServer.PAUSE.dividedBy(2));
		}
	}

	@Test
	void readerThatStallsStallsTheGateway() throws Exception {
		HttpResponse<InputStream> response = this.client.send(call(RecordingServer.FLOOD),
				BodyHandlers.ofInputStream());
		try (InputStream body = response.body()) {
			assertThat(body.read()).isEqualTo('x');
			AtomicLong seen = new AtomicLong();
			// Only the sockets' own buffers fill; then nothing moves for a second.
			await().atMost(PATIENCE)
				.during(Duration.ofSeconds(1))
				.until(() -> seen.getAndSet(sentBytes()) == seen.get());
			assertThat(sentBytes()).isLessThan(RecordingServer.FLOOD_BYTES / 2);
		}
	}

	@Test
	void clientThatGoesAwayEndsItsStreamInTheGateway() throws Exception {
		HttpResponse<InputStream> response = this.client.send(call(RecordingServer.COUNT),
				BodyHandlers.ofInputStream());
		try (InputStream body = response.body()) {
			assertThat(body.read()).isEqualTo('{');
		}
		await().atMost(PATIENCE).until(() -> this.one.cancelled() + this.two.cancelled() == 1);
	}

	@Test
	void uploadReachesTheGatewayWhileItIsStillBeingSent() throws Exception {
		try (Socket socket = connect()) {
			write(socket, """
					POST /api/mcp/tool HTTP/1.1
					Host: localhost
					Connection: close
					Transfer-Encoding: chunked

					5
					first
					""");
			await().atMost(PATIENCE).until(() -> this.one.receivedBytes() + this.two.receivedBytes() == 5);
			write(socket, """
					6
					second
					0

					""");
			assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
		}
		assertThat(this.one.receivedBytes() + this.two.receivedBytes()).isEqualTo(11);
	}

	@Test
	void uploadAboveTheBoundIsRefusedUnread() throws Exception {
		try (Socket socket = connect()) {
			write(socket, """
					POST /api/mcp/tool HTTP/1.1
					Host: localhost
					Content-Length: 16777217

					""");
			assertThat(statusLine(socket)).startsWith("HTTP/1.1 413 ");
		}
		assertThat(received()).isEmpty();
	}

	@Test
	void fileOfAnySizeReachesTheGateway() throws Exception {
		try (Socket socket = connect()) {
			write(socket, """
					PUT /api/mcp/files/folder/large HTTP/1.1
					Host: localhost
					Content-Length: 17179869184

					first""");
			await().atMost(PATIENCE).until(() -> this.one.receivedBytes() + this.two.receivedBytes() == 5);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/mcp/tools", "/api/mcp/tools/a%2Fb?x=1%202&y=", "/mcp", "/mcp/", "/mcp/?a=b",
			"/health", "/health/" })
	void pathAndQueryReachTheGatewayUnchanged(String path) throws Exception {
		assertThat(get(path).statusCode()).isEqualTo(200);
		assertThat(received()).singleElement().extracting(RecordingServer.Request::uri).isEqualTo(path);
	}

	@Test
	void addressOfTheClientIsForwardedAndAForgedOneIsNot() throws Exception {
		HttpRequest forged = HttpRequest.newBuilder(this.nginx.uri("/health"))
			.header("X-Forwarded-For", "198.51.100.7")
			.header("X-Forwarded-Host", "elsewhere.example")
			.header("X-Forwarded-Port", "1")
			.header("Forwarded", "for=198.51.100.7;host=elsewhere.example")
			.header("Origin", "http://localhost")
			.build();
		this.client.send(forged, BodyHandlers.discarding());
		assertThat(received()).singleElement()
			.extracting(RecordingServer.Request::headers)
			.satisfies((headers) -> assertThat(headers).containsEntry("x-forwarded-for", "127.0.0.1")
				.containsEntry("x-forwarded-proto", "http")
				.containsEntry("x-forwarded-host", "127.0.0.1:" + this.nginx.port())
				.containsEntry("host", "127.0.0.1:" + this.nginx.port())
				.containsEntry("origin", "http://localhost")
				.doesNotContainKeys("forwarded", "x-forwarded-port", "connection"));
	}

	@Test
	void connectionsToTheGatewayAreUsedAgain(@TempDir Path directory) throws Exception {
		try (Nginx inFrontOfOne = Nginx.start(directory, this.one.port())) {
			// One connection of the client stays with one worker process, each of which
			// keeps its own.
			for (int i = 0; i < 5; i++) {
				this.client.send(HttpRequest.newBuilder(inFrontOfOne.uri("/health")).build(),
						BodyHandlers.discarding());
			}
		}
		assertThat(this.one.requests()).hasSize(5)
			.extracting(RecordingServer.Request::clientPort)
			.containsOnly(this.one.requests().getFirst().clientPort());
	}

	@Test
	void bothGatewaysServe() throws Exception {
		for (int i = 0; i < 10; i++) {
			get("/health");
		}
		assertThat(this.one.requests()).isNotEmpty();
		assertThat(this.two.requests()).isNotEmpty();
	}

	@Test
	void deadGatewayBreaksNoRequest() throws Exception {
		get("/health");
		get("/health");
		this.one.close();
		for (int i = 0; i < 10; i++) {
			assertThat(get("/health").statusCode()).isEqualTo(200);
			assertThat(this.client.send(call("{}"), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void callThatWasSentIsNotSentAgain() throws Exception {
		HttpResponse<String> response = this.client.send(call(RecordingServer.DIE), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(received()).hasSize(1);
	}

	@Test
	void callThatWasSentOnAUsedConnectionIsNotSentAgain() throws Exception {
		for (int i = 0; i < 4; i++) {
			get("/health");
		}
		HttpResponse<Void> response = this.client.send(call(RecordingServer.DIE), BodyHandlers.discarding());
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(received()).filteredOn((request) -> request.method().equals("POST")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/prometheus", "/services", "/services/user-service", "/",
			"/api/mcp/../../actuator/health", "/api/mcp/%2e%2e/%2e%2e/actuator/health", "//actuator/health" })
	void whatIsForOperatorsIsNotReachable(String path) throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(received()).isEmpty();
	}

	@Test
	void absentSecondServiceIsABadGatewayForItsOwnCallersOnly() throws Exception {
		assertThat(get("/api/users/1").statusCode()).isEqualTo(502);
		assertThat(get("/health").statusCode()).isEqualTo(200);
	}

	private long sentBytes() {
		return this.one.sentBytes() + this.two.sentBytes();
	}

	private Stream<RecordingServer.Request> received() {
		return Stream.concat(this.one.requests().stream(), this.two.requests().stream());
	}

	private HttpRequest call(String body) {
		return HttpRequest.newBuilder(this.nginx.uri("/api/mcp/tool"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(this.nginx.uri(path)).build(), BodyHandlers.ofString());
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.nginx.port());
		socket.setSoTimeout((int) PATIENCE.toMillis());
		return socket;
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().flush();
	}

	private static String statusLine(Socket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
	}

}
