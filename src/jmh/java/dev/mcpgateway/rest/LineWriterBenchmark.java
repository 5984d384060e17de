package dev.mcpgateway.rest;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.WriteFailure;
import dev.mcpgateway.web.LineWriter;
import dev.mcpgateway.web.ProblemTranslator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

/**
 * What a row costs on its way from a tool to the buffers that go out, as the share of one
 * row in a stream of 512.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LineWriterBenchmark {

	private static final int ROWS = 512;

	private final JsonMapper mapper = new JsonMapper();

	private final NdjsonFormat format = new NdjsonFormat.Plain(this.mapper, new ProblemTranslator(),
			new WriteFailure());

	private final List<Row> rows = LongStream.range(0, ROWS)
		.mapToObj((id) -> new Row(id, "Document " + id, "the quick brown fox jumps over it, ".repeat(5), Instant.EPOCH))
		.toList();

	@Benchmark
	@OperationsPerInvocation(ROWS)
	public void writeStream(Blackhole sink) {
		MockServerHttpResponse response = new MockServerHttpResponse();
		response.setWriteHandler((body) -> body.doOnNext((buffer) -> sink.consume(buffer.readableByteCount())).then());
		Flux<CallToolEvent> events = Flux.fromIterable(this.rows).map(CallToolEvent.Item::new);
		LineWriter.writeStream(response, events, this.format).block();
	}

	/** The limit: Jackson alone, into one buffer. */
	@Benchmark
	@OperationsPerInvocation(ROWS)
	public int encode() {
		ByteArrayOutputStream out = new ByteArrayOutputStream(256 * ROWS);
		for (Row row : this.rows) {
			out.writeBytes(this.mapper.writeValueAsBytes(row));
			out.write('\n');
		}
		return out.size();
	}

	private record Row(long id, String title, String content, @JsonProperty("created_at") Instant createdAt) {
	}

}
