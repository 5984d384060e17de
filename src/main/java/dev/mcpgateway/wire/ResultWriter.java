package dev.mcpgateway.wire;

import java.util.List;
import java.util.Map;

import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.wire.WireCodec.ClientQuestion;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one result, member by member, on one line.
 */
final class ResultWriter {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final ByteArrayBuilder bytes = new ByteArrayBuilder(512);

	private final JsonGenerator json = MAPPER.createGenerator(this.bytes);

	ResultWriter() {
		this.json.writeStartObject();
	}

	/** A member that Jackson writes; left out when there is no value. */
	ResultWriter put(String name, @Nullable Object value) {
		if (value != null) {
			this.json.writeName(name);
			this.json.writePOJO(value);
		}
		return this;
	}

	/** A member that has been written already. */
	ResultWriter raw(String name, String value) {
		this.json.writeName(name);
		this.json.writeRawValue(value);
		return this;
	}

	/** A list, each of its own type. */
	ResultWriter list(String name, List<?> values) {
		this.json.writeName(name);
		this.json.writeStartArray();
		values.forEach(this.json::writePOJO);
		this.json.writeEndArray();
		return this;
	}

	/** What is to be read of a tool's result. */
	ResultWriter content(List<ContentBlock> content) {
		this.json.writeName("content");
		this.json.writeStartArray();
		for (ContentBlock each : content) {
			if (each instanceof ContentBlock.Text(var text)) {
				// By far the most frequent.
				this.json.writeStartObject();
				this.json.writeStringProperty("type", "text");
				this.json.writeStringProperty("text", text);
				this.json.writeEndObject();
			}
			else {
				this.json.writePOJO(each);
			}
		}
		this.json.writeEndArray();
		return this;
	}

	/** The questions to a client. */
	ResultWriter questions(Map<String, ClientQuestion> questions) {
		this.json.writeName("inputRequests");
		this.json.writeStartObject();
		questions.forEach((key, question) -> {
			this.json.writeName(key);
			this.json.writeStartObject();
			this.json.writeStringProperty("method", question.method());
			this.json.writeName("params");
			this.json.writePOJO(question.params());
			this.json.writeEndObject();
		});
		this.json.writeEndObject();
		return this;
	}

	/** How far a tool's result was cut, for programs; the content says it to readers. */
	static @Nullable Map<String, Object> cut(CallToolResult result) {
		CallToolResult.Cut cut = result.cut();
		return (cut != null) ? Map.of("dev.mcpgateway/cut", Map.of("items", cut.items(), "reason", cut.reason()))
				: null;
	}

	byte[] bytes() {
		this.json.writeEndObject();
		this.json.close();
		byte[] result = this.bytes.toByteArray();
		straighten(result);
		return result;
	}

	/**
	 * What came written may have line breaks. In JSON they are white space, since in
	 * strings they are escaped; but one would end the event or the line that carries the
	 * message.
	 */
	private static void straighten(byte[] json) {
		for (int i = 0; i < json.length; i++) {
			if (json[i] == '\n' || json[i] == '\r') {
				json[i] = ' ';
			}
		}
	}

}
