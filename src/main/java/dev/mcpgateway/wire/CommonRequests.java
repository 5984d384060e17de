package dev.mcpgateway.wire;

import java.util.Map;
import java.util.function.Function;

import dev.mcpgateway.wire.ClientRequest.CompletedArgument;
import dev.mcpgateway.wire.ClientRequest.Listing;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that all revisions have in common.
 */
final class CommonRequests {

	static final Map<String, Function<ObjectNode, ClientRequest>> DECODERS = Map.of("tools/list", list(Listing.TOOLS),
			"resources/list", list(Listing.RESOURCES), "resources/templates/list", list(Listing.RESOURCE_TEMPLATES),
			"prompts/list", list(Listing.PROMPTS), "tools/call",
			(params) -> new ClientRequest.CallTool(Params.requiredString(params, "name"),
					Params.optionalObject(params, "arguments")),
			"resources/read", (params) -> new ClientRequest.ReadResource(Params.requiredString(params, "uri")),
			"prompts/get", (params) -> new ClientRequest.GetPrompt(Params.requiredString(params, "name"),
					Params.strings(params, "arguments")),
			"completion/complete", CommonRequests::complete);

	private CommonRequests() {
	}

	private static Function<ObjectNode, ClientRequest> list(Listing listing) {
		return (params) -> new ClientRequest.ListFeatures(listing, Params.optionalString(params, "cursor"));
	}

	private static ClientRequest complete(ObjectNode params) {
		ObjectNode argument = Params.requiredObject(params, "argument");
		CompletedArgument completed = new CompletedArgument(Params.requiredString(argument, "name"),
				Params.requiredString(argument, "value"),
				Params.strings(Params.optionalObject(params, "context"), "arguments"));
		ObjectNode ref = Params.requiredObject(params, "ref");
		String type = Params.requiredString(ref, "type");
		return switch (type) {
			case "ref/prompt" -> new ClientRequest.CompletePrompt(Params.requiredString(ref, "name"), completed);
			case "ref/resource" -> new ClientRequest.CompleteResource(Params.requiredString(ref, "uri"), completed);
			default -> throw Params.invalid("The type of 'ref' is ref/prompt or ref/resource.");
		};
	}

}
