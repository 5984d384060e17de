package dev.mcpgateway.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.jsonrpc.JsonRpcMessage;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.CallToolResult.Structured;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.Completion;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.GetPromptResult;
import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.model.PromptMessage;
import dev.mcpgateway.model.ReadResourceResult;
import dev.mcpgateway.wire.Revision.Era;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The revisions with a handshake: 2025-03-26, 2025-06-18 and 2025-11-25.
 */
public final class LegacyCodec implements WireCodec {

	private static final Map<String, Function<ObjectNode, ClientRequest>> DECODERS = decoders();

	private final Revision revision;

	private final ServerIdentity identity;

	/**
	 * Creates a codec.
	 * @param revision one of {@link Era#LEGACY}
	 */
	public LegacyCodec(Revision revision, ServerIdentity identity) {
		if (revision.era() != Era.LEGACY) {
			throw new IllegalArgumentException(revision + " has no handshake");
		}
		this.revision = revision;
		this.identity = identity;
	}

	private static Map<String, Function<ObjectNode, ClientRequest>> decoders() {
		Map<String, Function<ObjectNode, ClientRequest>> decoders = new LinkedHashMap<>(CommonRequests.DECODERS);
		decoders.put("initialize",
				(params) -> new ClientRequest.Initialize(Params.requiredString(params, "protocolVersion"),
						capabilities(Params.requiredObject(params, "capabilities"))));
		decoders.put("ping", (params) -> new ClientRequest.Ping());
		decoders.put("logging/setLevel",
				(params) -> new ClientRequest.SetLogLevel(Params.logLevel(params.path("level"))));
		decoders.put("resources/subscribe",
				(params) -> new ClientRequest.Subscribe(Params.requiredString(params, "uri")));
		decoders.put("resources/unsubscribe",
				(params) -> new ClientRequest.Unsubscribe(Params.requiredString(params, "uri")));
		return Map.copyOf(decoders);
	}

	/**
	 * These revisions do not know the extension (tasks extension, Backward
	 * Compatibility).
	 */
	private static Set<ClientCapability> capabilities(ObjectNode declared) {
		return Params.capabilities(declared)
			.stream()
			.filter((each) -> each != ClientCapability.TASKS)
			.collect(Collectors.toSet());
	}

	@Override
	public Revision revision() {
		return this.revision;
	}

	@Override
	public ClientCall decode(JsonRpcMessage.Request request) {
		Function<ObjectNode, ClientRequest> decoder = DECODERS.get(request.method());
		if (decoder == null) {
			throw new JsonRpcException(JsonRpcError.METHOD_NOT_FOUND,
					"Method not found: " + ModernCodec.abbreviated(request.method()));
		}
		ObjectNode meta = Params.optionalObject(request.params(), "_meta");
		JsonNode traceparent = meta.get("traceparent");
		RequestMeta beside = new RequestMeta(Params.progressToken(meta), null, Set.of(), Map.of(), null,
				(traceparent != null && traceparent.isString()) ? traceparent.stringValue() : null);
		return new ClientCall(request.method(), decoder.apply(request.params()), beside);
	}

	@Override
	public byte[] emptyResult() {
		return new ResultWriter().bytes();
	}

	@Override
	public byte[] identity() {
		return new ResultWriter().put("protocolVersion", this.revision.wireName())
			.put("capabilities", Capabilities.legacy())
			.put("serverInfo", Map.of("name", this.identity.name(), "version", this.identity.version()))
			.put("instructions", this.identity.instructions())
			.bytes();
	}

	@Override
	public byte[] tools(List<ListedTool> tools, @Nullable String nextCursor) {
		return features("tools", Lists.legacy(tools), nextCursor);
	}

	@Override
	public byte[] features(String member, List<?> features, @Nullable String nextCursor) {
		return new ResultWriter().list(member, features).put("nextCursor", nextCursor).bytes();
	}

	@Override
	public byte[] callToolResult(CallToolResult result) {
		ResultWriter writer = new ResultWriter().content(result.content().stream().map(this::readable).toList());
		Structured structured = result.structuredContent();
		if (structured != null) {
			String json = String.valueOf(structured.json().rawValue());
			writer.raw("structuredContent", switch (structured.shape()) {
				case OBJECT -> json;
				case VALUE -> "{\"result\":" + json + "}";
				case ITEMS -> "{\"items\":" + json + "}";
			});
		}
		if (result.isError()) {
			writer.put("isError", true);
		}
		return writer.put("_meta", ResultWriter.cut(result)).bytes();
	}

	/** The first revision has no links to resources. */
	private ContentBlock readable(ContentBlock block) {
		return (this.revision == Revision.V2025_03_26 && block instanceof ContentBlock.ResourceLink link)
				? new ContentBlock.Text(link.name() + ": " + link.uri()) : block;
	}

	@Override
	public byte[] readResourceResult(ReadResourceResult result) {
		return new ResultWriter().list("contents", result.contents()).bytes();
	}

	@Override
	public byte[] getPromptResult(GetPromptResult result) {
		return new ResultWriter().put("description", result.description())
			.list("messages",
					result.messages()
						.stream()
						.map((each) -> new PromptMessage(each.role(), readable(each.content())))
						.toList())
			.bytes();
	}

	@Override
	public byte[] completeResult(Completion completion) {
		return new ResultWriter().put("completion", Capabilities.completion(completion)).bytes();
	}

	@Override
	public ClientQuestion question(InputRequest request) {
		return Questions.of(request, this.revision);
	}

	@Override
	public byte[] inputRequiredResult(Map<String, InputRequest> requests, String requestState) {
		throw new IllegalStateException(this.revision + " asks by requests of the server's own");
	}

	@Override
	public byte[] taskResult(ObjectNode task, boolean created) {
		throw new IllegalStateException(this.revision + " has no tasks of this kind");
	}

	@Override
	public JsonRpcError resourceNotFound(String uri, String message) {
		return new JsonRpcError(JsonRpcError.LEGACY_RESOURCE_NOT_FOUND, message,
				JsonNodeFactory.instance.objectNode().put("uri", uri));
	}

}
