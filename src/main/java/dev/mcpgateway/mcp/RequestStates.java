package dev.mcpgateway.mcp;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.json.ExactJson;
import dev.mcpgateway.jsonrpc.JsonRpcError;
import dev.mcpgateway.jsonrpc.JsonRpcException;
import dev.mcpgateway.wire.ClientRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client keeps between two tries of a request: the answers it has given so far,
 * sealed, and bound to the caller, to the request and to a time (multi round-trip
 * requests, Server Requirements). No replica has to remember anything.
 */
final class RequestStates {

	private static final String PURPOSE = "request-state";

	/** Answers beyond this are refused: each round sends them both ways. */
	private static final int MAX_LENGTH = 128 * 1024;

	private final Seal seal;

	private final Duration timeToLive;

	private final Clock clock;

	RequestStates(Seal seal, Duration timeToLive, Clock clock) {
		this.seal = seal;
		this.timeToLive = timeToLive;
		this.clock = clock;
	}

	String seal(ClientRequest.Askable request, Caller caller, Map<String, JsonNode> answers) {
		ObjectNode state = JsonNodeFactory.instance.objectNode()
			.put("caller", caller.id())
			.put("request", digest(request))
			.put("expires", this.clock.instant().plus(this.timeToLive).toEpochMilli());
		state.putObject("answers").setAll(answers);
		String text = state.toString();
		if (text.length() > MAX_LENGTH) {
			throw new JsonRpcException(JsonRpcError.INVALID_PARAMS,
					"The answers are larger than %d characters.".formatted(MAX_LENGTH));
		}
		return this.seal.seal(PURPOSE, text);
	}

	/**
	 * Opens what a client sent back.
	 * @return the answers
	 * @throws JsonRpcException when it is not the state of this request by this caller,
	 * or too old
	 */
	Map<String, JsonNode> open(ClientRequest.Askable request, Caller caller, String sealed) {
		JsonNode state = this.seal.open(PURPOSE, sealed).map(ExactJson::read).orElseThrow(RequestStates::invalid);
		boolean belongs = state.path("caller").asString("").equals(caller.id())
				&& state.path("request").asString("").equals(digest(request));
		if (!belongs) {
			throw invalid();
		}
		if (state.path("expires").asLong(0) < this.clock.millis()) {
			throw new JsonRpcException(JsonRpcError.INVALID_PARAMS,
					"The requestState is too old; start again without it.");
		}
		Map<String, JsonNode> answers = new LinkedHashMap<>();
		state.path("answers").forEachEntry(answers::put);
		return answers;
	}

	private static JsonRpcException invalid() {
		return new JsonRpcException(JsonRpcError.INVALID_PARAMS, "The requestState is not one of this request.");
	}

	/** The same for the same request, however its JSON is written. */
	private static String digest(ClientRequest.Askable request) {
		String text = switch (request) {
			case ClientRequest.CallTool(var name, var arguments) -> "tools/call\n" + name + "\n" + canonical(arguments);
			case ClientRequest.ReadResource(var uri) -> "resources/read\n" + uri;
			case ClientRequest.GetPrompt(var name, var arguments) ->
				"prompts/get\n" + name + "\n" + new TreeMap<>(arguments);
		};
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static String canonical(JsonNode value) {
		StringBuilder text = new StringBuilder();
		canonical(value, text);
		return text.toString();
	}

	private static void canonical(JsonNode value, StringBuilder text) {
		switch (value.getNodeType()) {
			case OBJECT -> {
				Map<String, JsonNode> members = new TreeMap<>();
				value.forEachEntry(members::put);
				text.append('{');
				members.forEach((name, member) -> {
					text.append(JsonNodeFactory.instance.stringNode(name)).append(':');
					canonical(member, text);
					text.append(',');
				});
				text.append('}');
			}
			case ARRAY -> {
				text.append('[');
				value.forEach((each) -> {
					canonical(each, text);
					text.append(',');
				});
				text.append(']');
			}
			case NUMBER -> text.append(plain(value.decimalValue()));
			default -> text.append(value);
		}
	}

	/** As a number is, not as it is written; without the zeros of its exponent. */
	private static String plain(BigDecimal number) {
		return (number.signum() == 0) ? "0" : number.stripTrailingZeros().toString();
	}

}
