package dev.mcpgateway.wire;

import java.nio.charset.StandardCharsets;

import dev.mcpgateway.jsonrpc.JsonRpcWriter;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.model.LogLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what the gateway tells without being asked, which is the same in all revisions
 * but for the subscription that the modern one names.
 */
public final class Notifications {

	private static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

	/** Of which a number is given back as it came. */
	private static final ObjectReader IDS = JsonMapper.shared()
		.readerFor(JsonNode.class)
		.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

	private Notifications() {
	}

	/** How far a request is. */
	public static byte[] progress(JsonNode token, double progress, @Nullable Double total, @Nullable String message) {
		ObjectNode params = object();
		params.set("progressToken", token);
		params.set("progress", number(progress));
		if (total != null) {
			params.set("total", number(total));
		}
		if (message != null) {
			params.put("message", message);
		}
		return JsonRpcWriter.notification("notifications/progress", params);
	}

	/** Whole numbers are written as such. */
	private static JsonNode number(double value) {
		JsonNodeFactory factory = JsonNodeFactory.instance;
		return (value == Math.rint(value) && Math.abs(value) < 1e15) ? factory.numberNode((long) value)
				: factory.numberNode(value);
	}

	/**
	 * A message for the client's log.
	 * @param data what Jackson can write
	 */
	public static byte[] log(LogLevel level, @Nullable String logger, Object data) {
		ObjectNode params = object().put("level", level.wireName());
		if (logger != null) {
			params.put("logger", logger);
		}
		params.set("data", JsonMapper.shared().<JsonNode>valueToTree(data));
		return JsonRpcWriter.notification("notifications/message", params);
	}

	/**
	 * A list has changed.
	 * @param list {@code tools}, {@code resources} or {@code prompts}
	 */
	public static byte[] listChanged(String list, @Nullable RequestId subscription) {
		return JsonRpcWriter.notification("notifications/" + list + "/list_changed", of(subscription));
	}

	/** A resource has changed. */
	public static byte[] resourceUpdated(String uri, @Nullable RequestId subscription) {
		return JsonRpcWriter.notification("notifications/resources/updated", of(subscription).put("uri", uri));
	}

	/** How a task stands. */
	public static byte[] task(ObjectNode task, RequestId subscription) {
		return JsonRpcWriter.notification("notifications/tasks", of(subscription).setAll(task));
	}

	/** Which notifications a subscription will get (subscriptions, Acknowledgment). */
	public static byte[] acknowledged(SubscriptionFilter filter, RequestId subscription) {
		ObjectNode params = of(subscription);
		ObjectNode granted = params.putObject("notifications");
		if (filter.toolsListChanged()) {
			granted.put("toolsListChanged", true);
		}
		if (filter.promptsListChanged()) {
			granted.put("promptsListChanged", true);
		}
		if (filter.resourcesListChanged()) {
			granted.put("resourcesListChanged", true);
		}
		if (!filter.resources().isEmpty()) {
			ArrayNode uris = granted.putArray("resourceSubscriptions");
			filter.resources().stream().sorted().forEach(uris::add);
		}
		if (!filter.tasks().isEmpty()) {
			ArrayNode ids = granted.putArray("taskIds");
			filter.tasks().stream().sorted().forEach(ids::add);
		}
		return JsonRpcWriter.notification("notifications/subscriptions/acknowledged", params);
	}

	/** The gateway ends a subscription (2026-07-28, Cancellation). */
	public static byte[] cancelled(RequestId subscription) {
		ObjectNode params = of(subscription);
		params.set("requestId", id(subscription));
		return JsonRpcWriter.notification("notifications/cancelled", params);
	}

	/** The end of a subscription, in good order (subscriptions, Graceful Closure). */
	public static byte[] subscriptionEnd(RequestId subscription) {
		ObjectNode result = object().put("resultType", "complete");
		result.setAll(of(subscription));
		return JsonRpcWriter.result(subscription, result.toString().getBytes(StandardCharsets.UTF_8));
	}

	private static ObjectNode of(@Nullable RequestId subscription) {
		ObjectNode params = object();
		if (subscription != null) {
			params.putObject("_meta").set(SUBSCRIPTION_ID, id(subscription));
		}
		return params;
	}

	private static JsonNode id(RequestId id) {
		return IDS.readTree(id.json());
	}

	private static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

}
