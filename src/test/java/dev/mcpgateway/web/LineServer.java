package dev.mcpgateway.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.unit.DataSize;

/**
 * A real HTTP server that answers everything with one stream of lines.
 */
final class LineServer implements AutoCloseable {

	/** Writes values as they are; one that starts with {@code bad} cannot be written. */
	static final LineFormat<String> FORMAT = new LineFormat<>() {
		@Override
		public void value(String value, LineBuffer out) {
			if (value.isEmpty()) {
				return;
			}
			write(value.substring(0, value.length() / 2), out);
			if (value.startsWith("bad")) {
				throw new IllegalStateException("cannot write " + value);
			}
			if (value.startsWith("worse")) {
				throw new StackOverflowError("cannot write " + value);
			}
			write(value.substring(value.length() / 2), out);
			out.write('\n');
		}

		@Override
		public void failure(Throwable failure, LineBuffer out) {
			write("failed: " + failure.getMessage() + "\n", out);
		}

		@Override
		public void end(LineBuffer out) {
		}

		private void write(String text, LineBuffer out) {
			byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
			out.write(bytes, 0, bytes.length);
		}
	};

	private static final LineWriter LINES = new LineWriter(new UnreadBytes(new HttpProperties(DataSize.ofMegabytes(1),
			DataSize.ofMegabytes(8), Duration.ofSeconds(1), 10, 1000, DataSize.ofMegabytes(64))));

	private final DisposableServer server;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private final AtomicInteger cancelled = new AtomicInteger();

	private LineServer(Supplier<Flux<String>> stream, boolean whole) {
		HttpHandler handler = (request,
				response) -> write(response, stream.get().doOnCancel(this.cancelled::incrementAndGet), whole)
					.onErrorResume((failed) -> {
						this.failure.set(failed);
						response.setStatusCode(HttpStatus.BAD_GATEWAY);
						return response.setComplete();
					});
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle(new ReactorHttpHandlerAdapter(handler))
			.bindNow();
	}

	private static Mono<Void> write(ServerHttpResponse response, Flux<String> stream, boolean whole) {
		return whole ? LINES.writeWhole(response, stream, FORMAT) : LINES.writeStream(response, stream, FORMAT);
	}

	static LineServer streaming(Supplier<Flux<String>> stream) {
		return new LineServer(stream, false);
	}

	static LineServer whole(Supplier<Flux<String>> stream) {
		return new LineServer(stream, true);
	}

	int port() {
		return this.server.port();
	}

	/** What was signalled instead of written. */
	@Nullable Throwable failure() {
		return this.failure.get();
	}

	/** How often a stream was cancelled. */
	int cancelled() {
		return this.cancelled.get();
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

}
