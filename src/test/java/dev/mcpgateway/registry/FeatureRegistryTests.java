package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.feature.UriTemplate;
import dev.mcpgateway.model.Prompt;
import dev.mcpgateway.model.Resource;
import dev.mcpgateway.model.ResourceTemplate;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import dev.mcpgateway.requirement.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FeatureRegistryTests {

	private final List<String> order = new CopyOnWriteArrayList<>();

	private @Nullable FeatureRegistry registry;

	@AfterEach
	void stop() {
		if (this.registry != null) {
			this.registry.stop();
		}
	}

	@Test
	void providersAreMergedAndSorted() {
		FeatureRegistry started = start(provider("one", set(tool("b"), tool("c"))), provider("two", set(tool("a"))));
		assertThat(started.catalog().tools()).extracting((each) -> each.tool().name()).containsExactly("a", "b", "c");
		assertThat(started.catalog().tool("b")).isPresent();
		assertThat(started.catalog().tool("x")).isEmpty();
	}

	@Test
	void aNameBelongsToTheFirstProviderEvenWhenItComesLater() {
		Sinks.Many<FeatureSet> first = sink(FeatureSet.EMPTY);
		ToolSpecification own = tool("same", "The first.");
		ToolSpecification other = tool("same", "The second.");
		FeatureRegistry started = start(provider("first", first.asFlux()), provider("second", set(other)));
		assertThat(started.catalog().tool("same"))
			.hasValueSatisfying((tool) -> assertThat(tool.specification()).isSameAs(other));
		first.emitNext(set(own), Sinks.EmitFailureHandler.FAIL_FAST);
		assertThat(started.catalog().tool("same"))
			.hasValueSatisfying((tool) -> assertThat(tool.specification()).isSameAs(own));
		first.emitNext(FeatureSet.EMPTY, Sinks.EmitFailureHandler.FAIL_FAST);
		assertThat(started.catalog().tool("same"))
			.hasValueSatisfying((tool) -> assertThat(tool.specification()).isSameAs(other));
	}

	@Test
	void changesTellWhichListsDiffer() {
		Sinks.Many<FeatureSet> source = sink(FeatureSet.EMPTY);
		FeatureRegistry started = start(provider("source", source.asFlux()));
		List<CatalogChange> changes = new ArrayList<>();
		started.changes().subscribe(changes::add);
		FeatureSet tools = set(tool("a"));
		FeatureSet more = new FeatureSet(tools.tools(), List.of(resource("x://a")), List.of(), List.of(prompt("p")));
		FeatureSet template = new FeatureSet(tools.tools(), List.of(), List.of(template("x://{a}")), List.of());
		for (FeatureSet each : List.of(tools, tools, more, template, FeatureSet.EMPTY, FeatureSet.EMPTY)) {
			source.emitNext(each, Sinks.EmitFailureHandler.FAIL_FAST);
		}
		assertThat(changes).extracting(CatalogChange::kinds)
			.containsExactly(Set.of(CatalogChange.Kind.TOOLS),
					Set.of(CatalogChange.Kind.RESOURCES, CatalogChange.Kind.PROMPTS),
					Set.of(CatalogChange.Kind.RESOURCES, CatalogChange.Kind.PROMPTS),
					Set.of(CatalogChange.Kind.TOOLS, CatalogChange.Kind.RESOURCES));
		assertThat(changes).extracting((change) -> change.catalog().generation()).isSorted().doesNotHaveDuplicates();
		assertThat(changes.getLast().catalog()).isSameAs(started.catalog());
	}

	@Test
	void aCatalogStaysAsItIs() {
		Sinks.Many<FeatureSet> source = sink(set(tool("a")));
		FeatureRegistry started = start(provider("source", source.asFlux()));
		Catalog before = started.catalog();
		source.emitNext(set(tool("b")), Sinks.EmitFailureHandler.FAIL_FAST);
		assertThat(before.tools()).extracting((each) -> each.tool().name()).containsExactly("a");
		assertThat(started.catalog().tools()).extracting((each) -> each.tool().name()).containsExactly("b");
		assertThat(started.catalog().generation()).isGreaterThan(before.generation());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> before.tools().clear());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> before.resources().add(resource("x://b")));
	}

	@Test
	void aSchemaIsCompiledOncePerTool() {
		Sinks.Many<FeatureSet> source = sink(FeatureSet.EMPTY);
		ToolSpecification same = tool("same");
		source.emitNext(set(same), Sinks.EmitFailureHandler.FAIL_FAST);
		FeatureRegistry started = start(provider("source", source.asFlux()));
		CatalogTool before = started.catalog().tool("same").orElseThrow();
		source.emitNext(set(same, tool("other")), Sinks.EmitFailureHandler.FAIL_FAST);
		assertThat(started.catalog().tool("same").orElseThrow()).isSameAs(before);
	}

	@Test
	void providersStartInOrderAndStopInReverse() {
		FeatureRegistry started = start(provider("one", FeatureSet.EMPTY), provider("two", FeatureSet.EMPTY));
		assertThat(started.isRunning()).isTrue();
		started.stop();
		assertThat(started.isRunning()).isFalse();
		this.registry = null;
		assertThat(this.order).containsExactly("start one", "features one", "start two", "features two", "stop two",
				"stop one");
	}

	@Test
	void aProviderThatDoesNotStopCleanlyDoesNotKeepOthersFromIt() {
		FeatureRegistry started = start(provider("one", FeatureSet.EMPTY),
				new TestProvider("two", Flux.just(FeatureSet.EMPTY), Mono.error(new IllegalStateException("broken"))));
		started.stop();
		this.registry = null;
		assertThat(this.order).endsWith("stop two", "stop one");
	}

	@Test
	void aProviderThatCannotStartStopsTheStart() {
		FeatureProvider broken = new TestProvider("broken", Flux.error(new IllegalStateException("no features")),
				Mono.empty());
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> start(broken))
			.withMessage("no features");
	}

	@Test
	void aProviderThatFailsLaterKeepsItsFeatures() {
		Sinks.Many<FeatureSet> source = sink(set(tool("a")));
		FeatureRegistry started = start(provider("source", source.asFlux()), provider("other", set(tool("b"))));
		source.emitError(new IllegalStateException("lost"), Sinks.EmitFailureHandler.FAIL_FAST);
		assertThat(started.catalog().tools()).extracting((each) -> each.tool().name()).containsExactly("a", "b");
	}

	@Test
	void theStartWaitsForTheFirstSet() {
		FeatureRegistry started = start(
				provider("late", Flux.just(set(tool("a"))).delaySequence(Duration.ofMillis(300))));
		assertThat(started.catalog().tool("a")).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\": \"nonsense\"}",
			"{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\"}",
			"{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"number\", \"x-mcp-header\": \"A\"}}}" })
	@Requirement({ "2025-tools-input-schema", "2026-tools-input-schema" })
	void aToolWithAWrongInputSchemaIsLeftOutAlone(String inputSchema) {
		ToolSpecification wrong = withInput(tool("wrong"), (ObjectNode) JsonMapper.shared().readTree(inputSchema));
		Sinks.Many<FeatureSet> other = sink(FeatureSet.EMPTY);
		FeatureRegistry started = start(provider("one", set(wrong, tool("right"))), provider("other", other.asFlux()));
		other.tryEmitNext(set(tool("later")));
		assertThat(started.catalog().tools()).extracting((each) -> each.tool().name())
			.containsExactly("later", "right");
	}

	private static ToolSpecification withInput(ToolSpecification tool, ObjectNode inputSchema) {
		Tool declared = new Tool(tool.tool().name(), null, "d", inputSchema, null, tool.tool().annotations());
		return new ToolSpecification(declared, tool.handler(), tool.emission(), tool.taskSupport());
	}

	@Test
	void aProviderWithoutAnySetOffersNothing() {
		assertThat(start(provider("silent", Flux.empty())).catalog().tools()).isEmpty();
	}

	@Test
	void afterTheStopNoSetIsTaken() {
		Sinks.Many<FeatureSet> source = sink(FeatureSet.EMPTY);
		FeatureRegistry started = start(provider("source", source.asFlux()));
		started.stop();
		source.tryEmitNext(set(tool("late")));
		assertThat(started.catalog().tool("late")).isEmpty();
	}

	@Test
	void twoProvidersOfOneNameAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FeatureRegistry(
					List.of(provider("same", FeatureSet.EMPTY), provider("same", FeatureSet.EMPTY))))
			.withMessageContaining("same");
	}

	@Test
	void theClosestTemplateAnswersAndAnExactUriComesFirst() {
		FeatureSet set = new FeatureSet(List.of(), List.of(resource("x://a/b")),
				List.of(template("x://{+all}"), template("x://a/{b}"), template("x://{a}/{b}")), List.of());
		Catalog catalog = start(provider("source", set)).catalog();
		assertThat(catalog.resource("x://a/b")).hasValueSatisfying((found) -> {
			assertThat(found.name()).isEqualTo("x://a/b");
			assertThat(found.variables()).isEmpty();
		});
		assertThat(catalog.resource("x://a/c")).hasValueSatisfying((found) -> {
			assertThat(found.name()).isEqualTo("x://a/{b}");
			assertThat(found.variables()).isEqualTo(Map.of("b", "c"));
		});
		assertThat(catalog.resource("x://c/d")).map(Catalog.ResolvedResource::name).contains("x://{a}/{b}");
		assertThat(catalog.resource("x://c/d/e")).map(Catalog.ResolvedResource::name).contains("x://{+all}");
		assertThat(catalog.resource("y://c")).isEmpty();
		assertThat(catalog.resourceTemplate("x://{+all}")).isPresent();
		assertThat(catalog.resourceTemplate("x://{all}")).isEmpty();
	}

	private FeatureRegistry start(FeatureProvider... providers) {
		FeatureRegistry created = new FeatureRegistry(List.of(providers));
		created.start();
		this.registry = created;
		return created;
	}

	private FeatureProvider provider(String name, FeatureSet features) {
		return provider(name, Flux.just(features));
	}

	private FeatureProvider provider(String name, Flux<FeatureSet> features) {
		return new TestProvider(name, features, Mono.empty());
	}

	private static Sinks.Many<FeatureSet> sink(FeatureSet first) {
		Sinks.Many<FeatureSet> sink = Sinks.many().unicast().onBackpressureBuffer();
		sink.emitNext(first, Sinks.EmitFailureHandler.FAIL_FAST);
		return sink;
	}

	private static FeatureSet set(ToolSpecification... tools) {
		return new FeatureSet(List.of(tools), List.of(), List.of(), List.of());
	}

	private static ToolSpecification tool(String name) {
		return tool(name, "d");
	}

	private static ToolSpecification tool(String name, String description) {
		Tool tool = new Tool(name, null, description, JsonMapper.shared().createObjectNode().put("type", "object"),
				null, new ToolAnnotations(false, false, false, false));
		return new ToolSpecification(tool, (call) -> Flux.empty(), ToolSpecification.Emission.SINGLE,
				ToolSpecification.TaskSupport.FORBIDDEN);
	}

	private static ResourceSpecification resource(String uri) {
		return new ResourceSpecification(new Resource(uri, "n", null, null, null), (read) -> Mono.empty());
	}

	private static ResourceTemplateSpecification template(String uri) {
		return new ResourceTemplateSpecification(new ResourceTemplate(uri, "n", null, null, null),
				UriTemplate.parse(uri), (read) -> Mono.empty(), Completer.NONE);
	}

	private static PromptSpecification prompt(String name) {
		return new PromptSpecification(new Prompt(name, null, null, List.of()), (request) -> Mono.empty(),
				Completer.NONE);
	}

	/**
	 * A provider that says when it is started and stopped.
	 */
	private final class TestProvider implements FeatureProvider {

		private final String name;

		private final Flux<FeatureSet> features;

		private final Mono<Void> stop;

		TestProvider(String name, Flux<FeatureSet> features, Mono<Void> stop) {
			this.name = name;
			this.features = features;
			this.stop = stop;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public Flux<FeatureSet> features() {
			return Flux.defer(() -> {
				FeatureRegistryTests.this.order.add("features " + this.name);
				return this.features;
			});
		}

		@Override
		public Mono<Void> start() {
			return Mono.fromRunnable(() -> FeatureRegistryTests.this.order.add("start " + this.name));
		}

		@Override
		public Mono<Void> stop() {
			return Mono.<Void>fromRunnable(() -> FeatureRegistryTests.this.order.add("stop " + this.name))
				.then(this.stop);
		}

	}

}
