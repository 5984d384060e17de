package dev.mcpgateway.json;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON that the gateway itself has written and somebody has kept for it. Decimals
 * come back as they were, whatever their size; JSON from strangers goes through a
 * {@link StrictJsonReader}.
 */
public final class ExactJson {

	private static final ObjectReader READER = JsonMapper.shared()
		.readerFor(JsonNode.class)
		.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

	private ExactJson() {
	}

	/** Reads one value. */
	public static JsonNode read(String json) {
		return READER.readTree(json);
	}

}
