package dev.mcpgateway.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.ReadResourceResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revision 2026-07-28: every request stands for itself, every result says its type.
 */
public final class ModernCodec implements WireCodec {

	/** Where a request names its revision. */
	public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";

	private static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

	private static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";

	private static final Map<String, Function<ObjectNode, ClientRequest>> DECODERS = decoders();

	private static final Map<String, Function<ObjectNode, ClientRequest>> TASK_DECODERS = Map.of("tasks/get",
			(params) -> new ClientRequest.GetTask(Params.requiredString(params, "taskId")), "tasks/update",
			(params) -> new ClientRequest.UpdateTask(Params.requiredString(params, "taskId"),
					Params.members(Params.requiredObject(params, "inputResponses"))),
			"tasks/cancel", (params) -> new ClientRequest.CancelTask(Params.requiredString(params, "taskId")));

	private final ServerIdentity identity;

	private final Duration timeToLive;

	/** Of every result (basic, Per-response protocol fields). */
	private final String meta;

	/**
	 * Creates a codec.
	 * @param timeToLive how long clients may keep lists
	 */
	public ModernCodec(ServerIdentity identity, Duration timeToLive) {
		this.identity = identity;
		this.timeToLive = timeToLive;
		this.meta = "{\"io.modelcontextprotocol/serverInfo\":" + serverInfo() + "}";
	}

	private ObjectNode serverInfo() {
		return JsonNodeFactory.instance.objectNode()
			.put("name", this.identity.name())
			.put("version", this.identity.version());
	}

	private static Map<String, Function<ObjectNode, ClientRequest>> decoders() {
		Map<String, Function<ObjectNode, ClientRequest>> decoders = new LinkedHashMap<>(CommonRequests.DECODERS);
		decoders.put("server/discover", (params) -> new ClientRequest.Discover());
		decoders.put("subscriptions/listen", ModernCodec::listen);
		return Map.copyOf(decoders);
	}

	private static ClientRequest listen(ObjectNode params) {
		ObjectNode wanted = Params.requiredObject(params, "notifications");
		return new ClientRequest.Listen(new SubscriptionFilter(Params.flag(wanted, "toolsListChanged"),
				Params.flag(wanted, "promptsListChanged"), Params.flag(wanted, "resourcesListChanged"),
				Params.stringSet(wanted, "resourceSubscriptions"), Params.stringSet(wanted, "taskIds")));
	}

	@Override
	public Revision revision() {
		return Revision.V2026_07_28;
	}

	/**
	 * The revision that a request names.
	 * @throws JsonRpcException when it names none
	 */
	public static String requestedVersion(JsonRpcMessage.Request request) {
		JsonNode version = request.params().path("_meta").path(PROTOCOL_VERSION);
		if (!version.isString()) {
			throw Params.invalid("The member '%s' of _meta is required.".formatted(PROTOCOL_VERSION));
		}
		return version.stringValue();
	}

	/** Whether a request says in its body which revision it is of. */
	public static boolean namesVersion(JsonRpcMessage.Request request) {
		return request.params().path("_meta").has(PROTOCOL_VERSION);
	}

	/**
	 * Refuses methods that this era does not have.
	 * @throws JsonRpcException when there is no such method
	 */
	public static void requireMethod(String method) {
		if (!DECODERS.containsKey(method) && !TASK_DECODERS.containsKey(method)) {
			throw unknownMethod(method);
		}
	}

	private static JsonRpcException unknownMethod(String method) {
		return new JsonRpcException(JsonRpcError.METHOD_NOT_FOUND, "Method not found: " + abbreviated(method));
	}

	/**
	 * Refuses revisions that this codec does not speak (versioning, Protocol Version
	 * Negotiation).
	 * @throws JsonRpcException which names those that the gateway speaks
	 */
	public static void requireSupported(String requested) {
		if (Revision.V2026_07_28.wireName().equals(requested)) {
			return;
		}
		ObjectNode data = JsonNodeFactory.instance.objectNode();
		ArrayNode supported = data.putArray("supported");
		Revision.wireNames().forEach(supported::add);
		data.put("requested", abbreviated(requested));
		throw new JsonRpcException(new JsonRpcError(JsonRpcError.UNSUPPORTED_PROTOCOL_VERSION,
				"Unsupported protocol version: " + abbreviated(requested), data));
	}

	@Override
	public ClientCall decode(JsonRpcMessage.Request request) {
		requireSupported(requestedVersion(request));
		ObjectNode params = request.params();
		Function<ObjectNode, ClientRequest> decoder = DECODERS.get(request.method());
		if (decoder == null && this.identity.tasks()) {
			decoder = TASK_DECODERS.get(request.method());
		}
		if (decoder == null) {
			throw unknownMethod(request.method());
		}
		return new ClientCall(request.method(), decoder.apply(params), meta(params));
	}

	static String abbreviated(String name) {
		return (name.length() <= 100) ? name : name.substring(0, 100) + "…";
	}

	private static RequestMeta meta(ObjectNode params) {
		ObjectNode meta = Params.requiredObject(params, "_meta");
		if (!meta.path(CLIENT_CAPABILITIES).isObject()) {
			throw Params.invalid("The member '%s' of _meta is required.".formatted(CLIENT_CAPABILITIES));
		}
		JsonNode level = Params.member(meta, LOG_LEVEL);
		JsonNode traceparent = meta.get("traceparent");
		return new RequestMeta(Params.progressToken(meta), (level != null) ? Params.logLevel(level) : null,
				Params.capabilities((ObjectNode) meta.get(CLIENT_CAPABILITIES)),
				Params.members(Params.optionalObject(params, "inputResponses")),
				Params.optionalString(params, "requestState"),
				(traceparent != null && traceparent.isString()) ? traceparent.stringValue() : null);
	}

	private static ResultWriter result(String type) {
		return new ResultWriter().put("resultType", type);
	}

	private byte[] finish(ResultWriter writer) {
		return writer.raw("_meta", this.meta).bytes();
	}

	/**
	 * Everybody sees the same lists; the contents of a resource may be the caller's own.
	 */
	private static ResultWriter cacheable(ResultWriter writer, long millis, String scope) {
		return writer.put("ttlMs", millis).put("cacheScope", scope);
	}

	@Override
	public byte[] emptyResult() {
		return finish(result("complete"));
	}

	@Override
	public byte[] identity() {
		ResultWriter writer = result("complete").put("supportedVersions", Revision.wireNames())
			.put("capabilities", Capabilities.modern(this.identity.tasks()))
			.put("instructions", this.identity.instructions());
		return finish(cacheable(writer, this.timeToLive.toMillis(), "public"));
	}

	@Override
	public byte[] tools(List<ListedTool> tools, @Nullable String nextCursor) {
		return features("tools", Lists.modern(tools), nextCursor);
	}

	@Override
	public byte[] features(String member, List<?> features, @Nullable String nextCursor) {
		ResultWriter writer = result("complete").list(member, features).put("nextCursor", nextCursor);
		return finish(cacheable(writer, this.timeToLive.toMillis(), "public"));
	}

	@Override
	public byte[] callToolResult(CallToolResult result) {
		ResultWriter writer = result("complete").content(result.content());
		CallToolResult.Structured structured = result.structuredContent();
		if (structured != null) {
			writer.raw("structuredContent", String.valueOf(structured.json().rawValue()));
		}
		if (result.isError()) {
			writer.put("isError", true);
		}
		Map<String, Object> cut = ResultWriter.cut(result);
		if (cut == null) {
			return finish(writer);
		}
		Map<String, Object> all = new LinkedHashMap<>(cut);
		all.put("io.modelcontextprotocol/serverInfo", serverInfo());
		return writer.put("_meta", all).bytes();
	}

	@Override
	public byte[] readResourceResult(ReadResourceResult result) {
		return finish(cacheable(result("complete").list("contents", result.contents()), 0, "private"));
	}

	@Override
	public byte[] getPromptResult(GetPromptResult result) {
		return finish(result("complete").put("description", result.description()).list("messages", result.messages()));
	}

	@Override
	public byte[] completeResult(Completion completion) {
		return finish(result("complete").put("completion", Capabilities.completion(completion)));
	}

	@Override
	public ClientQuestion question(InputRequest request) {
		return Questions.of(request, revision());
	}

	@Override
	public byte[] inputRequiredResult(Map<String, InputRequest> requests, String requestState) {
		Map<String, ClientQuestion> questions = new LinkedHashMap<>();
		requests.forEach((key, request) -> questions.put(key, question(request)));
		return finish(result("input_required").questions(questions).put("requestState", requestState));
	}

	@Override
	public byte[] taskResult(ObjectNode task, boolean created) {
		ResultWriter writer = result(created ? "task" : "complete");
		task.forEachEntry(writer::put);
		return finish(writer);
	}

	@Override
	public JsonRpcError resourceNotFound(String uri, String message) {
		return new JsonRpcError(JsonRpcError.INVALID_PARAMS, message,
				JsonNodeFactory.instance.objectNode().put("uri", uri));
	}

}
