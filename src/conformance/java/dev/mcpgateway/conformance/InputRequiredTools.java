package dev.mcpgateway.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.InputRequest;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that need several round trips. What the client has answered is kept, sealed, by
 * the gateway; the tools only ask.
 */
@Fixture
class InputRequiredTools {

	private static final InputRequest NAME = Samples.form("What is your name?", "name", "string");

	private static final InputRequest CONFIRMATION = Samples.form("Please confirm", "ok", "boolean");

	@McpTool(name = "test_input_required_result_elicitation", description = "Asks a name and greets.")
	ContentBlock elicitation(CallContext context) {
		return Samples.text("Hello, %s!".formatted(Samples.field(context.ask("user_name", NAME), "name")));
	}

	@McpTool(name = "test_input_required_result_sampling", description = "Asks the client's model a question.")
	ContentBlock sampling(CallContext context) {
		return Samples.text("The model says: " + Samples
			.written(context.ask("capital_question", Samples.sampling("What is the capital of France?", 100))));
	}

	@McpTool(name = "test_input_required_result_list_roots", description = "Asks for the client's directories.")
	ContentBlock roots(CallContext context) {
		return Samples.text("The client works in " + directories(context.ask("client_roots", new InputRequest.Roots())));
	}

	@McpTool(name = "test_input_required_result_request_state", description = "Asks, and checks the state it gave.")
	ContentBlock requestState(CallContext context) {
		context.ask("confirm", CONFIRMATION);
		return Samples.text("state-ok: confirmed");
	}

	@McpTool(name = "test_input_required_result_tampered_state", description = "Refuses a state that was changed.")
	ContentBlock tamperedState(CallContext context) {
		context.ask("confirm", CONFIRMATION);
		return Samples.text("state-ok: as it was given");
	}

	@McpTool(name = "test_input_required_result_multiple_inputs", description = "Asks three things at once.")
	ContentBlock multipleInputs(CallContext context) {
		Map<String, InputRequest> requests = new LinkedHashMap<>();
		requests.put("user_name", NAME);
		requests.put("greeting", Samples.sampling("Generate a greeting", 50));
		requests.put("client_roots", new InputRequest.Roots());
		Map<String, ObjectNode> answers = context.ask(requests);
		return Samples.text("%s, %s, who works in %s".formatted(Samples.written(of(answers, "greeting")),
				Samples.field(of(answers, "user_name"), "name"), directories(of(answers, "client_roots"))));
	}

	@McpTool(name = "test_input_required_result_multi_round", description = "Asks two things, one after the other.")
	ContentBlock multiRound(CallContext context) {
		ObjectNode name = context.ask("step1", Samples.form("Step 1: What is your name?", "name", "string"));
		ObjectNode color = context.ask("step2",
				Samples.form("Step 2: What is your favorite color?", "color", "string"));
		return Samples.text("%s likes %s".formatted(Samples.field(name, "name"), Samples.field(color, "color")));
	}

	@McpTool(name = "test_input_required_result_capabilities", description = "Asks only what the client can answer.")
	ContentBlock capabilities(CallContext context) {
		Map<String, InputRequest> requests = new LinkedHashMap<>();
		if (context.clientCan(ClientCapability.ELICITATION)) {
			requests.put("user_name", NAME);
		}
		if (context.clientCan(ClientCapability.SAMPLING)) {
			requests.put("greeting", Samples.sampling("Generate a greeting", 50));
		}
		return Samples.text("The client was asked " + context.ask(requests).keySet());
	}

	private static ObjectNode of(Map<String, ObjectNode> answers, String key) {
		return Objects.requireNonNull(answers.get(key));
	}

	private static String directories(ObjectNode answer) {
		return answer.path("roots").findValuesAsString("uri").toString();
	}

}
