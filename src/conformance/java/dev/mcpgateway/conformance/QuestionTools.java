package dev.mcpgateway.conformance;

import java.util.Set;

import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.failure.MissingClientCapabilityException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.model.ClientCapability;
import dev.mcpgateway.model.ContentBlock;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools that ask the client one thing, with every form that the suite looks at.
 */
@Fixture
class QuestionTools {

	private static final String DEFAULTS = """
			{
			  "type": "object",
			  "properties": {
			    "name": {"type": "string", "description": "User name", "default": "John Doe"},
			    "age": {"type": "integer", "description": "User age", "default": 30},
			    "score": {"type": "number", "description": "User score", "default": 95.5},
			    "status": {
			      "type": "string",
			      "description": "User status",
			      "enum": ["active", "inactive", "pending"],
			      "default": "active"
			    },
			    "verified": {"type": "boolean", "description": "Verification status", "default": true}
			  },
			  "required": []
			}
			""";

	private static final String CHOICES = """
			{
			  "type": "object",
			  "properties": {
			    "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
			    "titledSingle": {
			      "type": "string",
			      "oneOf": [
			        {"const": "value1", "title": "First Option"},
			        {"const": "value2", "title": "Second Option"},
			        {"const": "value3", "title": "Third Option"}
			      ]
			    },
			    "legacyEnum": {
			      "type": "string",
			      "enum": ["opt1", "opt2", "opt3"],
			      "enumNames": ["Option One", "Option Two", "Option Three"]
			    },
			    "untitledMulti": {
			      "type": "array",
			      "minItems": 1,
			      "maxItems": 3,
			      "items": {"type": "string", "enum": ["option1", "option2", "option3"]}
			    },
			    "titledMulti": {
			      "type": "array",
			      "minItems": 1,
			      "maxItems": 3,
			      "items": {
			        "anyOf": [
			          {"const": "value1", "title": "First Choice"},
			          {"const": "value2", "title": "Second Choice"},
			          {"const": "value3", "title": "Third Choice"}
			        ]
			      }
			    }
			  },
			  "required": []
			}
			""";

	private static final String CONTACT = """
			{
			  "type": "object",
			  "properties": {
			    "username": {"type": "string", "description": "User's response"},
			    "email": {"type": "string", "description": "User's email address"}
			  },
			  "required": ["username", "email"]
			}
			""";

	@McpTool(name = "test_sampling", description = "Asks the client's model.")
	ContentBlock sampling(String prompt, CallContext context) {
		return Samples.text("LLM response: " + Samples.written(context.ask("llm", Samples.sampling(prompt, 100))));
	}

	@McpTool(name = "test_elicitation", description = "Asks the user for a name and an address.")
	ContentBlock elicitation(String message, CallContext context) {
		return told("User response", context.ask("contact", Samples.form(message, CONTACT)));
	}

	@McpTool(name = "test_elicitation_sep1034_defaults", description = "Shows the user a form that is filled in.")
	ContentBlock defaults(CallContext context) {
		return told("Elicitation completed", context.ask("fields",
				Samples.form("Please review and update the form fields with defaults", DEFAULTS)));
	}

	@McpTool(name = "test_elicitation_sep1330_enums", description = "Shows the user every kind of choice.")
	ContentBlock choices(CallContext context) {
		return told("Elicitation completed",
				context.ask("choices", Samples.form("Please select options from the enum fields", CHOICES)));
	}

	private static ContentBlock told(String what, ObjectNode answer) {
		return Samples.text("%s: action=%s, content=%s".formatted(what, answer.path("action").asString(""),
				answer.path("content")));
	}

	@McpTool(name = "test_missing_capability", description = "Works only for clients that have a model.")
	ContentBlock missingCapability(CallContext context) {
		if (!context.clientCan(ClientCapability.SAMPLING)) {
			throw new MissingClientCapabilityException(Set.of(ClientCapability.SAMPLING));
		}
		return Samples.text("Success");
	}

	/** What it asks must not become a request of its own on the answer's stream. */
	@McpTool(name = "test_streaming_elicitation", description = "Asks the user a name, if there is one to ask.")
	ContentBlock streamingElicitation(CallContext context) {
		if (context.clientCan(ClientCapability.ELICITATION)) {
			context.ask("name", Samples.form("What is your name?", "name", "string"));
		}
		return Samples.text("Streaming complete");
	}

}
