package dev.mcpgateway.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A null that cannot be is nothing; a whole number is an integer.
 */
class NormalizedValueTests {

	private static final JsonMapper EXACT = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{'type':'string'}|{}", "{'type':'integer'}|{}", "{'enum':['x']}|{}", "{'const':1}|{}",
					"{'$ref':'#/$defs/text'}|{}", "{'anyOf':[{'type':'string'},{'type':'object'}]}|{}",
					"{'allOf':[{},{'type':'string'}]}|{}", "{'type':['string','null']}|{'a':null}", "{}|{'a':null}",
					"true|{'a':null}", "{'enum':['x',null]}|{'a':null}", "{'const':null}|{'a':null}",
					"{'anyOf':[{'type':'string'},{'type':'null'}]}|{'a':null}", "{'$ref':'#/$defs/any'}|{'a':null}",
					"{'oneOf':[{'$ref':'#/$defs/text'},{'type':'null'}]}|{'a':null}" })
	void aNullIsNothingUnlessTheSchemaLetsItBe(String property, String expected) {
		String schema = "{'properties':{'a':" + property + "},'$defs':{'text':{'type':'string'},'any':{}}}";
		assertThat(normalized(schema, "{'a':null}")).isEqualTo(json(expected));
	}

	@Test
	void aNullIsNothingAtAnyDepth() {
		String schema = """
				{'properties': {'one': {'type': 'object', 'properties': {'a': {'type': 'string'}}},
				  'many': {'type': 'array', 'items': {'type': 'object', 'properties': {'a': {'type': 'integer'}}}},
				  'map': {'type': 'object', 'additionalProperties': {'type': 'integer'}},
				  'free': {'type': 'object'}}}""";
		assertThat(normalized(schema, """
				{'one': {'a': null, 'b': null}, 'many': [{'a': null}, null, {'a': 1.0}], 'map': {'x': null, 'y': 2.0},
				 'free': {'a': null, 'b': 1.0}}""")).isEqualTo(json("""
				{'one': {'b': null}, 'many': [{}, null, {'a': 1}], 'map': {'y': 2}, 'free': {'a': null, 'b': 1.0}}"""));
	}

	@Test
	void aNullOfAMisspeltMemberStays() {
		String schema = "{'properties':{'a':{'type':'string'}},'additionalProperties':false}";
		assertThat(normalized(schema, "{'b':null}")).isEqualTo(json("{'b':null}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "1.0|1", "1e2|100", "1E+2|100", "-3.00|-3", "0.0|0", "-0.0|0", "1.5|1.5",
					"3000000000.0|3000000000", "9223372036854775807.0|9223372036854775807", "1e400|1e400",
					"1e-400|1e-400", "10e-1|1", "\"1.0\"|\"1.0\"" })
	void aWholeNumberIsAnInteger(String sent, String meant) {
		assertThat(normalized("{'properties':{'a':{'type':'integer'}}}", "{'a':" + sent + "}"))
			.isEqualTo(json("{'a':" + meant + "}"));
	}

	@Test
	void aNumberThatNeedNotBeWholeStaysAsItCame() {
		for (String type : new String[] { "{'type':'number'}", "{}", "{'type':['integer','number']}" }) {
			assertThat(normalized("{'properties':{'a':" + type + "}}", "{'a':1.0}")).isEqualTo(json("{'a':1.0}"));
		}
		for (String type : new String[] { "{'type':['integer','null']}",
				"{'anyOf':[{'type':'integer'},{'type':'null'}]}" }) {
			assertThat(normalized("{'properties':{'a':" + type + "}}", "{'a':1.0}")).isEqualTo(json("{'a':1}"));
		}
	}

	@Test
	void whatIsSentIsNotChanged() {
		ObjectNode sent = json("{'a':null,'b':{'a':1.0},'c':1}");
		JsonSchema schema = JsonSchema.compile(json(
				"{'properties':{'a':{'type':'string'},'b':{'properties':{'a':{'type':'integer'}}},'c':{'type':'integer'}}}"));
		assertThat(schema.normalized(sent)).isEqualTo(json("{'b':{'a':1},'c':1}"));
		assertThat(sent).isEqualTo(json("{'a':null,'b':{'a':1.0},'c':1}"));
		ObjectNode proper = json("{'b':{'a':1},'c':1}");
		assertThat(schema.normalized(proper)).isSameAs(proper);
	}

	@Test
	void aSchemaThatHoldsItselfIsReadOnce() {
		String schema = """
				{'$defs': {'tree': {'type': 'object', 'properties': {'name': {'type': 'string'},
				  'children': {'type': 'array', 'items': {'$ref': '#/$defs/tree'}}}}},
				 'properties': {'root': {'$ref': '#/$defs/tree'}, 'self': {'$ref': '#/properties/self'}}}""";
		assertThat(normalized(schema, "{'root': {'children': [{'name': null, 'children': [{'name': null}]}]}}"))
			.isEqualTo(json("{'root': {'children': [{'children': [{}]}]}}"));
	}

	private static ObjectNode normalized(String schema, String value) {
		return JsonSchema.compile(json(schema)).normalized(json(value));
	}

	private static ObjectNode json(String text) {
		return (ObjectNode) EXACT.readTree(text.replace('\'', '"'));
	}

}
