package dev.mcpgateway.annotation;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.registry.FeatureRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The features that a small application context with certain beans declares.
 */
final class Declared implements AutoCloseable {

	static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final FeatureSet features;

	private Declared(Object... beans) {
		this.context.register(AnnotationConfiguration.class);
		this.context.registerBean(JsonMapper.class, () -> MAPPER);
		for (Object bean : beans) {
			register(bean.getClass(), bean);
		}
		this.context.refresh();
		this.features = Objects.requireNonNull(this.context.getBean(FeatureProvider.class).features().blockLast());
	}

	@SuppressWarnings("unchecked") // the class of the bean is the class of the bean
	private <T> void register(Class<T> type, Object bean) {
		this.context.registerBean(type, (Supplier<T>) () -> (T) bean);
	}

	static Declared by(Object... beans) {
		return new Declared(beans);
	}

	/** A bean stops the start, which says where the mistake is and what. */
	static void assertStops(Class<?> bean, String... said) {
		new ApplicationContextRunner().withUserConfiguration(AnnotationConfiguration.class, FeatureRegistry.class, bean)
			.withBean(JsonMapper.class, () -> MAPPER)
			.run((context) -> {
				assertThat(context).hasFailed();
				@Nullable FailureAnalysis analysis = new InvalidFeatureFailureAnalyzer()
					.analyze(Objects.requireNonNull(context.getStartupFailure()));
				assertThat(Objects.requireNonNull(analysis).getDescription()).contains(bean.getName()).contains(said);
			});
	}

	FeatureSet features() {
		return this.features;
	}

	ToolSpecification tool(String name) {
		return this.features.tools()
			.stream()
			.filter((each) -> each.tool().name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No tool " + name));
	}

	JsonNode inputSchema(String tool) {
		return tool(tool).tool().inputSchema();
	}

	/** The schema of one parameter. */
	JsonNode property(String tool, String name) {
		return inputSchema(tool).get("properties").get(name);
	}

	Flux<CallToolEvent> call(String name, String arguments) {
		ToolSpecification tool = tool(name);
		return tool.handler()
			.handle(new ToolCall(tool, (ObjectNode) MAPPER.readTree(arguments), CallContext.of(new Caller("tester"))));
	}

	/** What a call emits. */
	List<CallToolEvent> events(String name, String arguments) {
		return Objects.requireNonNull(call(name, arguments).collectList().block());
	}

	static List<CallToolEvent> items(Object... values) {
		return Arrays.stream(values).<CallToolEvent>map(CallToolEvent.Item::new).toList();
	}

	static JsonNode json(String text) {
		return MAPPER.readTree(text);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
