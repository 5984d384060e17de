package dev.mcpgateway.conformance;

import java.util.List;

import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.feature.ToolSpecification.TaskSupport;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import reactor.core.publisher.Flux;

/**
 * A tool whose input schema uses what no Java type says: lists must show it as it is.
 */
@Fixture
class VerbatimSchema implements FeatureProvider {

	private static final String SCHEMA = """
			{
			  "$schema": "https://json-schema.org/draft/2020-12/schema",
			  "type": "object",
			  "$defs": {
			    "address": {
			      "$anchor": "addressDef",
			      "type": "object",
			      "properties": {"street": {"type": "string"}, "city": {"type": "string"}}
			    }
			  },
			  "properties": {
			    "name": {"type": "string"},
			    "address": {"$ref": "#/$defs/address"},
			    "contactMethod": {"type": "string", "enum": ["phone", "email"]},
			    "phone": {"type": "string"},
			    "email": {"type": "string"}
			  },
			  "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
			  "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
			  "then": {"required": ["phone"]},
			  "else": {"required": ["email"]},
			  "additionalProperties": false
			}
			""";

	@Override
	public String name() {
		return "conformance-schema";
	}

	@Override
	public Flux<FeatureSet> features() {
		return Flux.just(new FeatureSet(List.of(tool()), List.of(), List.of(), List.of()));
	}

	private static ToolSpecification tool() {
		Tool tool = new Tool("json_schema_2020_12_tool", null, "Has a schema with everything in it.",
				Samples.json(SCHEMA), null, new ToolAnnotations(true, false, true, false));
		return new ToolSpecification(tool,
				(call) -> Flux.just(new CallToolEvent.Content(Samples.text("Called with " + call.arguments()))),
				Emission.SINGLE, TaskSupport.FORBIDDEN);
	}

}
