package dev.mcpgateway.wire;

import java.util.List;
import java.util.function.UnaryOperator;

import dev.mcpgateway.model.Tool;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How tools describe their results. The output schema of the model is that of one item.
 */
final class Lists {

	private Lists() {
	}

	/** Items are an array, one value is itself. */
	static List<Tool> modern(List<ListedTool> tools) {
		return tools.stream()
			.map((each) -> each.stream() ? withOutput(each.tool(), Lists::array) : each.tool())
			.toList();
	}

	/** Structured content is an object: items and values are wrapped in one. */
	static List<Tool> legacy(List<ListedTool> tools) {
		return tools.stream().map((each) -> {
			if (each.stream()) {
				return withOutput(each.tool(), (schema) -> wrapped("items", array(schema)));
			}
			return isObject(each.tool()) ? each.tool() : withOutput(each.tool(), (schema) -> wrapped("result", schema));
		}).toList();
	}

	private static boolean isObject(Tool tool) {
		ObjectNode schema = tool.outputSchema();
		return schema == null || "object".equals(schema.path("type").asString(""));
	}

	private static Tool withOutput(Tool tool, UnaryOperator<ObjectNode> shape) {
		ObjectNode schema = tool.outputSchema();
		return (schema == null) ? tool : new Tool(tool.name(), tool.title(), tool.description(), tool.inputSchema(),
				shape.apply(schema), tool.annotations());
	}

	private static ObjectNode array(ObjectNode items) {
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "array");
		schema.set("items", items);
		return schema;
	}

	private static ObjectNode wrapped(String name, ObjectNode value) {
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
		schema.putObject("properties").set(name, value);
		schema.putArray("required").add(name);
		return schema;
	}

}
