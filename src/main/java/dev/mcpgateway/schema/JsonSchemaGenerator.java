package dev.mcpgateway.schema;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates JSON Schema 2020-12 from Java types as Jackson writes them: record components
 * are required unless {@code @Nullable} or an {@code Optional}, times are strings, bytes
 * are base64, a {@link JsonNode} may be anything and an {@link ObjectNode} any object.
 * Everything stands inline, so a type that contains itself is refused.
 */
public final class JsonSchemaGenerator {

	private static final Set<Class<?>> OPTIONAL = Set.of(Optional.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

	private final SchemaGenerator generator;

	public JsonSchemaGenerator() {
		SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12,
				OptionPreset.PLAIN_JSON)
			.with(new JacksonSchemaModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
			.with(Option.INLINE_ALL_SCHEMAS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.STANDARD_FORMATS)
			.without(Option.SCHEMA_VERSION_INDICATOR, Option.FLATTENED_ENUMS);
		builder.forFields()
			.withRequiredCheck((field) -> !isNullable(field))
			.withNullableCheck(JsonSchemaGenerator::isNullable);
		builder.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
			ObjectNode definition = context.getGeneratorConfig().createObjectNode();
			return describe(type.getErasedType(), definition) ? new CustomDefinition(definition, true) : null;
		});
		this.generator = new SchemaGenerator(builder.build());
	}

	/**
	 * Generates the schema of a type.
	 * @throws IllegalArgumentException when the type cannot be described
	 */
	public ObjectNode generate(Type type) {
		try {
			return this.generator.generateSchema(type);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new IllegalArgumentException("No JSON Schema can be made of " + type.getTypeName(), ex);
		}
	}

	/** Types that Jackson writes otherwise than their members suggest. */
	private static boolean describe(Class<?> type, ObjectNode definition) {
		if (type == ObjectNode.class) {
			definition.put("type", "object");
		}
		else if (type == OptionalInt.class || type == OptionalLong.class) {
			definition.put("type", "integer");
		}
		else if (type == OptionalDouble.class) {
			definition.put("type", "number");
		}
		else if (type == byte[].class) {
			definition.put("type", "string").put("contentEncoding", "base64");
		}
		else if (type.isEnum()) {
			ArrayNode constants = definition.put("type", "string").putArray("enum");
			for (Object each : type.getEnumConstants()) {
				constants.add(JsonMapper.shared().<JsonNode>valueToTree(each));
			}
		}
		return !definition.isEmpty() || JsonNode.class.isAssignableFrom(type) || type == Object.class;
	}

	private static boolean isNullable(FieldScope field) {
		AnnotatedType type = field.getRawMember().getAnnotatedType();
		return type.isAnnotationPresent(Nullable.class) || OPTIONAL.contains(field.getRawMember().getType());
	}

}
