package dev.mcpgateway.mcp;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.invocation.CallToolResultCollector;
import dev.mcpgateway.invocation.PreparedCall;
import dev.mcpgateway.invocation.ResultProperties;
import dev.mcpgateway.invocation.ToolInvoker;
import dev.mcpgateway.json.ExactJson;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.CallToolResult.Cut;
import dev.mcpgateway.model.ReadResourceResult;
import dev.mcpgateway.model.ResourceContents;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rest of results that did not fit into one message, as resources: their URI is the
 * sealed call and how far its result went, so any replica can run it again and go on from
 * there. A tool whose items have positions goes on behind the last; of any other the
 * items are produced again and skipped, which is bounded. Only calls of tools that change
 * nothing can be run again.
 */
final class ResultPages {

	private static final String PREFIX = "mcp-gateway://results/";

	private static final String PURPOSE = "result-page";

	/** Arguments beyond this do not fit into a URI that clients would carry. */
	private static final int MAX_ARGUMENTS = 4096;

	private static final Duration TIME_TO_LIVE = Duration.ofHours(1);

	private final ToolInvoker invoker;

	private final ResultProperties limits;

	private final JsonMapper mapper;

	private final Seal seal;

	private final Clock clock;

	ResultPages(ToolInvoker invoker, ResultProperties limits, JsonMapper mapper, Seal seal, Clock clock) {
		this.invoker = invoker;
		this.limits = limits;
		this.mapper = mapper;
		this.seal = seal;
		this.clock = clock;
	}

	/**
	 * The URI of the rest of a result.
	 * @param from how many items the caller has got, in all
	 * @param cut where the result ended
	 * @return the URI, or nothing when the call cannot be run again for it
	 */
	Optional<String> rest(PreparedCall call, long from, Cut cut) {
		String arguments = call.call().arguments().toString();
		boolean repeatable = call.emission() == Emission.STREAM && call.tool().annotations().readOnlyHint()
				&& cut.items() > 0 && arguments.length() <= MAX_ARGUMENTS;
		if (!repeatable || isTooFar(from, cut)) {
			return Optional.empty();
		}
		ObjectNode page = JsonNodeFactory.instance.objectNode()
			.put("caller", call.call().caller().id())
			.put("tool", call.tool().name())
			.put("arguments", arguments)
			.put("from", from)
			.put("after", cut.position())
			.put("expires", this.clock.instant().plus(TIME_TO_LIVE).toEpochMilli());
		return Optional.of(PREFIX + this.seal.seal(PURPOSE, page.toString()));
	}

	/** Whether going on would produce too many items again. */
	private boolean isTooFar(long from, Cut cut) {
		return cut.position() == null && from > this.limits.maxSkipped();
	}

	/** Why a result ends where it does, for its reader. */
	String reason(long from, Cut cut) {
		return isTooFar(from, cut) ? cut.reason()
				+ "; this tool would have to start again to go on, which is not done behind %d items: narrow its arguments"
					.formatted(this.limits.maxSkipped())
				: cut.reason();
	}

	/** Whether a URI is of the rest of a result. */
	static boolean isPage(String uri) {
		return uri.startsWith(PREFIX);
	}

	/** Reads the next items of a result. */
	Mono<ReadResourceResult> read(String uri, CallContext context) {
		return Mono.defer(() -> {
			JsonNode page = this.seal.open(PURPOSE, uri.substring(PREFIX.length()))
				.map(ExactJson::read)
				.filter((opened) -> opened.path("caller").asString("").equals(context.caller().id())
						&& opened.path("expires").asLong(0) > this.clock.millis())
				.orElseThrow(
						() -> new NotFoundException("There is no such result, or not any more: call the tool again."));
			ObjectNode arguments = (ObjectNode) ExactJson.read(page.path("arguments").asString("{}"));
			return this.invoker.prepare(page.path("tool").asString(""), arguments, context)
				.flatMap((call) -> read(uri, call, page.path("from").asLong(0), page.path("after")));
		});
	}

	private Mono<ReadResourceResult> read(String uri, PreparedCall call, long from, JsonNode after) {
		CallToolResultCollector collector = new CallToolResultCollector(call, this.limits, this.mapper);
		Flux<CallToolEvent> rest = after.isString() ? call.resumedAfter(after.asString()).events()
				: skip(call.events(), from);
		return collector.collect(rest).then(Mono.fromSupplier(() -> {
			CallToolResult result = collector.result();
			CallToolResult.Structured items = result.structuredContent();
			StringBuilder json = new StringBuilder("{\"items\":")
				.append((items != null) ? items.json().rawValue() : "[]");
			Cut cut = result.cut();
			if (cut != null) {
				long until = from + cut.items();
				json.append(",\"notWhole\":").append(JsonNodeFactory.instance.stringNode(reason(until, cut)));
				rest(call, until, cut)
					.ifPresent((found) -> json.append(",\"next\":").append(JsonNodeFactory.instance.stringNode(found)));
			}
			return new ReadResourceResult(
					List.of(new ResourceContents.Text(uri, "application/json", json.append('}').toString())));
		}));
	}

	private static Flux<CallToolEvent> skip(Flux<CallToolEvent> events, long count) {
		AtomicLong skipped = new AtomicLong();
		return events.filter((event) -> !(event instanceof CallToolEvent.Item) || skipped.getAndIncrement() >= count);
	}

}
