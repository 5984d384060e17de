package dev.mcpgateway.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.mcpgateway.json.StrictJsonReader;
import dev.mcpgateway.schema.JsonSchema;
import dev.mcpgateway.schema.SchemaViolation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What it costs to read a small request and to check its arguments.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {

	private static final String REQUEST = """
			{"tool_name": "echo", "arguments": {"message": "the quick brown fox jumps over the lazy dog, \
			and then it does so once more, and again, just a bit.."}}""";

	private static final String SCHEMA = """
			{"type": "object", "properties": {"message": {"type": "string", "description": "What to say back."}},
			 "required": ["message"], "additionalProperties": false}""";

	private final StrictJsonReader strict = new StrictJsonReader(100);

	private final JsonMapper lenient = new JsonMapper();

	private final byte[] request = REQUEST.getBytes(StandardCharsets.UTF_8);

	private final JsonSchema schema = JsonSchema.compile((ObjectNode) this.lenient.readTree(SCHEMA));

	private final JsonNode arguments = this.lenient.readTree(REQUEST).path("arguments");

	@Benchmark
	public JsonNode readStrictly() {
		return this.strict.read(this.request);
	}

	/** The limit: Jackson with none of the checks. */
	@Benchmark
	public JsonNode readLeniently() {
		return this.lenient.readTree(this.request);
	}

	@Benchmark
	public List<SchemaViolation> validate() {
		return this.schema.validate(this.arguments);
	}

}
