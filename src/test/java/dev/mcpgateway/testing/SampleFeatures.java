package dev.mcpgateway.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.BackendFailedException;
import dev.mcpgateway.failure.BackendUnavailableException;
import dev.mcpgateway.failure.DeadlineExceededException;
import dev.mcpgateway.failure.GatewayStoppingException;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.failure.RangeNotSatisfiableException;
import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.ResourceContents;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Features that behave in each way that a feature can.
 */
public class SampleFeatures {

	/** What no answer may ever show. */
	public static final String SECRET = "jdbc:postgresql://admin:hunter2@10.0.0.1/prod";

	private static final byte[] BYTES = "0123456789".getBytes(StandardCharsets.US_ASCII);

	private final AtomicInteger cancelled = new AtomicInteger();

	private final AtomicInteger produced = new AtomicInteger();

	/** How many of the endless calls were cancelled. */
	public int cancelled() {
		return this.cancelled.get();
	}

	/** How many values {@code flood} has produced. */
	public int produced() {
		return this.produced.get();
	}

	@McpTool(name = "fail_single", description = "Fails.")
	Mono<Value> failSingle(String kind) {
		return Mono.error(failure(kind));
	}

	@McpTool(name = "fail_first", description = "Fails before any item.")
	Flux<Value> failFirst(String kind) {
		return Flux.error(failure(kind));
	}

	@McpTool(name = "fail_later", description = "Fails after two items.")
	Flux<Value> failLater(String kind) {
		return Flux.concat(Flux.just(new Value(1), new Value(2)), Flux.error(failure(kind)));
	}

	@McpTool(name = "fail_blocking", description = "Fails on a thread of its own.")
	Value failBlocking(String kind) {
		throw failure(kind);
	}

	private static RuntimeException failure(String kind) {
		Throwable cause = new IllegalStateException(SECRET);
		return switch (kind) {
			case "unknown" -> new UnknownFeatureException(UnknownFeatureException.Kind.TOOL, "other");
			case "arguments" -> new InvalidArgumentsException("/kind", "is wrong");
			case "absent" -> new NotFoundException("There is no such thing.", cause);
			case "refused" -> new ToolExecutionException("Not today.", cause);
			case "unavailable" -> new BackendUnavailableException("sample", "it is asleep", cause);
			case "failed" -> new BackendFailedException("sample", cause);
			case "overloaded" -> new OverloadedException("Too much.", Duration.ofSeconds(7));
			case "late" -> new DeadlineExceededException("It did not come", Duration.ofSeconds(2), cause);
			case "stopping" -> new GatewayStoppingException();
			case "range" -> new RangeNotSatisfiableException(10, cause);
			default -> new IllegalStateException(SECRET, cause);
		};
	}

	@McpTool(name = "slow", description = "Answers after a time.")
	Mono<Value> slow(@McpParam(name = "delay_ms") @Min(0) int delayMillis) {
		return Mono.delay(Duration.ofMillis(delayMillis)).thenReturn(new Value(1));
	}

	@McpTool(name = "sleep", description = "Answers after a time, on a thread of its own.")
	Value sleep(@McpParam(name = "delay_ms") @Min(0) int delayMillis) throws InterruptedException {
		Thread.sleep(delayMillis);
		return new Value(1);
	}

	@McpTool(name = "stall", description = "Emits one item and then nothing.")
	Flux<Value> stall() {
		return Flux.concat(Mono.just(new Value(1)), Mono.never());
	}

	@McpTool(name = "endless", description = "Counts until it is cancelled.")
	Flux<Value> endless() {
		return Flux.interval(Duration.ofMillis(20))
			.onBackpressureDrop()
			.map((tick) -> new Value(tick.intValue()))
			.doOnCancel(this.cancelled::incrementAndGet);
	}

	@McpTool(name = "flood", description = "Emits long items as fast as they are taken.")
	Flux<Line> flood() {
		String filling = "x".repeat(1_000);
		return Flux.range(0, 10_000_000)
			.doOnNext((number) -> this.produced.incrementAndGet())
			.map((number) -> new Line(number, filling))
			.doOnCancel(this.cancelled::incrementAndGet);
	}

	@McpTool(name = "progress", description = "Tells its progress.")
	Flux<CallToolEvent> progress() {
		return Flux.just(new CallToolEvent.Progress(1, 2.0, "half"), new CallToolEvent.Item(new Value(1)),
				new CallToolEvent.Progress(2, null, null));
	}

	@McpTool(name = "blocks", description = "Emits each kind of content.")
	Flux<ContentBlock> blocks() {
		return Flux.just(new ContentBlock.Text("hi"), new ContentBlock.Image("aGk=", "image/png"),
				new ContentBlock.Audio("aGk=", "audio/wav"),
				new ContentBlock.ResourceLink("x://a", "a", null, "text/plain"),
				new ContentBlock.EmbeddedResource(new ResourceContents.Text("x://a", null, "hi")));
	}

	@McpTool(name = "nothing", description = "Does nothing.")
	void nothing() {
	}

	@McpTool(name = "empty", description = "Emits nothing.")
	Flux<Value> empty() {
		return Flux.empty();
	}

	@McpTool(name = "upload", description = "Takes much.")
	Mono<Value> upload(String data, @McpParam(name = "hold_ms", defaultValue = "0") int holdMillis) {
		return Mono.delay(Duration.ofMillis(holdMillis)).thenReturn(new Value(data.length()));
	}

	@McpTool(name = "thread", description = "Says where it runs.")
	Mono<String> thread(String padding) {
		return Mono.fromSupplier(() -> Thread.currentThread().getName());
	}

	@McpTool(name = "unwritable", description = "Emits a value that cannot be written.")
	Flux<Object> unwritable() {
		return Flux.just(new Value(1), new Unwritable("half"), new Value(2));
	}

	@McpTool(name = "unwritable_single", description = "Answers with a value that cannot be written.")
	Mono<Object> unwritableSingle() {
		return Mono.just(new Unwritable("half"));
	}

	@McpTool(name = "person", description = "Takes structured arguments.")
	Mono<Person> person(@Size(min = 1, max = 5) String name, Person person, @Nullable String note) {
		return Mono.just(person);
	}

	@McpResource(uri = "sample://bytes", name = "bytes", description = "Ten digits.", mimeType = "")
	Mono<ResourceContent> bytes(ResourceRead read) {
		String etag = "\"v1\"";
		if (read.conditions().known().includes(etag)) {
			return Mono.just(new ResourceContent.NotModified(etag));
		}
		ResourceRead.Part part = read.conditions().part();
		if (part == null) {
			return Mono.just(bytes("text/plain", etag, null, 0, 10));
		}
		return new ResourceRead.Part.Span(2, 4L).equals(part)
				? Mono.just(bytes("text/plain", etag, new ResourceContent.Part(2, 4, 10), 2, 5))
				: Mono.error(new RangeNotSatisfiableException(10, null));
	}

	@McpResource(uri = "sample://picture", name = "picture", description = "Bytes that are no text.", mimeType = "")
	Mono<ResourceContent> picture() {
		return Mono.just(bytes("image/png", null, null, 0, 10));
	}

	@McpResource(uri = "sample://strange", name = "strange", description = "Bytes of no type.", mimeType = "")
	Mono<ResourceContent> strange() {
		return Mono.just(bytes("no type\r\nX-Injected: 1", null, null, 0, 10));
	}

	private static ResourceContent bytes(String type, @Nullable String etag, ResourceContent.@Nullable Part part,
			int from, int to) {
		return new ResourceContent.Bytes(type, to - from, etag, part,
				Flux.range(from, to - from).map((index) -> ByteBuffer.wrap(BYTES, index, 1).slice()));
	}

	@McpResource(uri = "sample://broken", name = "broken", description = "Breaks off.", mimeType = "")
	Mono<ResourceContent> broken() {
		Flux<ByteBuffer> body = Flux.concat(Mono.just(ByteBuffer.wrap(BYTES)),
				Mono.<ByteBuffer>error(new BackendFailedException("sample", new IllegalStateException(SECRET)))
					.delaySubscription(Duration.ofMillis(100)));
		return Mono.just(new ResourceContent.Bytes("text/plain", 20, "\"b\"", null, body));
	}

	@McpResource(uri = "sample://unreadable", name = "unreadable", description = "Fails at once.", mimeType = "")
	Mono<ResourceContent> unreadable() {
		return Mono.just(new ResourceContent.Bytes("text/plain", 20, "\"b\"", new ResourceContent.Part(0, 19, 20),
				Flux.error(new BackendUnavailableException("sample", "it is asleep", null))));
	}

	@McpResource(uri = "sample://endless", name = "endless", description = "Never ends.", mimeType = "")
	Mono<ResourceContent> endlessBytes() {
		return Mono.just(new ResourceContent.Bytes("text/plain", 1_000_000_000_000L, null, null,
				Flux.range(0, Integer.MAX_VALUE)
					.doOnNext((number) -> this.produced.incrementAndGet())
					.map((number) -> ByteBuffer.allocate(1_000))
					.doOnCancel(this.cancelled::incrementAndGet)));
	}

	@McpResource(uri = "sample://numbers/{number}", name = "number", description = "A number.")
	Mono<Value> number(int number) {
		return (number == 404) ? Mono.empty() : Mono.just(new Value(number));
	}

	@McpResource(uri = "sample://keys/{+key}", name = "key", description = "A key.")
	Mono<Key> key(String key) {
		return Mono.just(new Key(key));
	}

	record Value(int value) {
	}

	record Key(String key) {
	}

	record Line(int number, String filling) {
	}

	record Person(String name, @Nullable Integer age) {
	}

	/** The first member is written before the second fails. */
	record Unwritable(String first) {

		public String getSecond() {
			if (this.first.isEmpty()) {
				return "second";
			}
			throw new IllegalStateException(SECRET);
		}

	}

}
