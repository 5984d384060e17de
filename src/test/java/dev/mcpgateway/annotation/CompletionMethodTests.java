package dev.mcpgateway.annotation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.Completer;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.model.Completion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static dev.mcpgateway.annotation.Declared.assertStops;
import static org.assertj.core.api.Assertions.assertThat;

class CompletionMethodTests {

	private final Completed bean = new Completed();

	private final Declared declared = Declared.by(this.bean);

	@AfterEach
	void close() {
		this.declared.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "mono", "list" })
	void valuesAreAllThatAMethodGives(String argument) {
		assertThat(complete(prompt("many"), argument, "a")).isEqualTo(new Completion(List.of("a1", "a2"), 2, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "completion", "monoCompletion" })
	void aCompletionIsTakenAsItIs(String argument) {
		assertThat(complete(prompt("many"), argument, "a")).isEqualTo(new Completion(List.of("a"), 77, true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "empty", "none" })
	void nothingIsNoValues(String argument) {
		assertThat(complete(prompt("many"), argument, "a")).isEqualTo(Completion.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "mono", "list" })
	void ofMoreThanAHundredTheFirstAreGivenAndThatThereAreMore(String argument) {
		Completion completion = complete(prompt("many"), argument, "*");
		assertThat(completion.values()).hasSize(100).startsWith("0", "1").endsWith("99");
		assertThat(completion.total()).isNull();
		assertThat(completion.hasMore()).isTrue();
	}

	@Test
	void ofAStreamNoMoreIsTakenThanIsShown() {
		complete(prompt("many"), "flux", "*");
		assertThat(this.bean.produced).hasValueLessThanOrEqualTo(101);
	}

	@Test
	void whatWasChosenBeforeIsKnown() {
		Completion completion = complete(prompt("many"), "context", "x",
				Map.of("flux", "chosen", "other", "also chosen"));
		assertThat(completion.values()).containsExactly("x", "x", "chosen", "tester");
	}

	@Test
	void anArgumentWithoutCompletionHasNoValues() {
		assertThat(complete(prompt("many"), "free", "a")).isEqualTo(Completion.NONE);
		assertThat(prompt("plain")).isSameAs(Completer.NONE);
	}

	@Test
	void oneMethodCompletesSeveral() {
		Completer template = this.declared.features().resourceTemplates().getFirst().completer();
		assertThat(complete(template, "id", "a").values()).containsExactly("shared a");
		assertThat(complete(template, "free", "a")).isEqualTo(Completion.NONE);
		assertThat(complete(prompt("many"), "shared", "b").values()).containsExactly("shared b");
	}

	@Test
	void aCompletionOfNothing() {
		assertStops(OfNothing.class, "OfNothing.complete(String)", "names either a prompt or a resource");
	}

	@Test
	void aCompletionOfTwoThings() {
		assertStops(OfTwo.class, "OfTwo.complete(String)", "names either a prompt or a resource");
	}

	@Test
	void aCompletionOfAPromptThatIsNotThere() {
		assertStops(OfUnknownPrompt.class, "OfUnknownPrompt.complete(String)", "no annotated method is prompt 'other'");
	}

	@Test
	void aCompletionOfAResourceWithoutVariables() {
		assertStops(OfFixedResource.class, "OfFixedResource.complete(String)",
				"no annotated method is resource template 'x://fixed'");
	}

	@Test
	void aCompletionOfAnArgumentThatIsNotThere() {
		assertStops(OfUnknownArgument.class, "OfUnknownArgument.complete(String)",
				"prompt 'p' has no argument 'b'; it has [a]");
	}

	@Test
	void aCompletionOfAVariableThatIsNotThere() {
		assertStops(OfUnknownVariable.class, "OfUnknownVariable.complete(String)",
				"resource template 'x://{a}' has no argument 'b'; it has [a]");
	}

	@Test
	void twoCompletionsOfOneArgument() {
		assertStops(Twice.class, "a of prompt 'p' is completed by", "first(String)", "second(String)");
	}

	@Test
	void aCompletionThatTakesSomethingElse() {
		assertStops(OddParameter.class, "OddParameter.complete(int)",
				"a completion takes the typed String, a CompletionRequest, or both");
	}

	@Test
	void aCompletionThatTakesTheTypedTwice() {
		assertStops(TwoStrings.class, "TwoStrings.complete(String, String)",
				"a completion takes the typed String, a CompletionRequest, or both");
	}

	@Test
	void aCompletionThatReturnsSomethingElse() {
		assertStops(OddReturn.class, "OddReturn.complete(String)", "a completion returns Flux<String>");
		assertStops(OddList.class, "OddList.complete(String)", "a completion returns Flux<String>");
		assertStops(OddStream.class, "OddStream.complete(String)", "a completion returns Flux<String>");
	}

	private Completer prompt(String name) {
		return this.declared.features()
			.prompts()
			.stream()
			.filter((each) -> each.prompt().name().equals(name))
			.findFirst()
			.orElseThrow()
			.completer();
	}

	private static Completion complete(Completer completer, String argument, String value) {
		return complete(completer, argument, value, Map.of());
	}

	private static Completion complete(Completer completer, String argument, String value,
			Map<String, String> resolved) {
		return Objects.requireNonNull(
				completer.complete(new CompletionRequest(argument, value, resolved, new Caller("tester"))).block());
	}

	static class Completed {

		final AtomicInteger produced = new AtomicInteger();

		@McpPrompt(name = "many", description = "d")
		String many(String flux, String mono, String list, String completion, String monoCompletion, String empty,
				String none, String context, String shared, String free) {
			return "";
		}

		@McpPrompt(name = "plain", description = "d")
		String plain(String a) {
			return a;
		}

		@McpResource(uri = "x://{id}/{free}", name = "n", description = "d")
		String read(String id, String free) {
			return id + free;
		}

		@McpCompletion(prompt = "many", argument = "flux")
		Flux<String> flux(String typed) {
			return Flux.fromIterable(values(typed)).doOnNext((value) -> this.produced.incrementAndGet());
		}

		@McpCompletion(prompt = "many", argument = "mono")
		Mono<List<String>> mono(String typed) {
			return Mono.just(values(typed));
		}

		@McpCompletion(prompt = "many", argument = "list")
		List<String> list(CompletionRequest request) {
			return values(request.value());
		}

		@McpCompletion(prompt = "many", argument = "completion")
		Completion completion() {
			return new Completion(List.of("a"), 77, true);
		}

		@McpCompletion(prompt = "many", argument = "monoCompletion")
		Mono<Completion> monoCompletion() {
			return Mono.just(completion());
		}

		@McpCompletion(prompt = "many", argument = "empty")
		Mono<List<String>> empty() {
			return Mono.empty();
		}

		@McpCompletion(prompt = "many", argument = "none")
		@Nullable List<String> none() {
			return null;
		}

		@McpCompletion(prompt = "many", argument = "context")
		List<String> context(String typed, CompletionRequest request) {
			return List.of(typed, request.value(), Objects.requireNonNull(request.resolved().get("flux")),
					request.caller().id());
		}

		@McpCompletion(prompt = "many", argument = "shared")
		@McpCompletion(resource = "x://{id}/{free}", argument = "id")
		List<String> shared(String typed) {
			return List.of("shared " + typed);
		}

		private static List<String> values(String typed) {
			return typed.equals("*") ? IntStream.range(0, 1000).mapToObj(Integer::toString).toList()
					: List.of(typed + "1", typed + "2");
		}

	}

	static class Prompt {

		@McpPrompt(name = "p", description = "d")
		String prompt(String a) {
			return a;
		}

	}

	static class OfNothing {

		@McpCompletion(argument = "a")
		List<String> complete(String typed) {
			return List.of();
		}

	}

	static class OfTwo extends Prompt {

		@McpCompletion(prompt = "p", resource = "x://{a}", argument = "a")
		List<String> complete(String typed) {
			return List.of();
		}

	}

	static class OfUnknownPrompt extends Prompt {

		@McpCompletion(prompt = "other", argument = "a")
		List<String> complete(String typed) {
			return List.of();
		}

	}

	static class OfFixedResource {

		@McpResource(uri = "x://fixed", name = "n", description = "d")
		String read() {
			return "";
		}

		@McpCompletion(resource = "x://fixed", argument = "a")
		List<String> complete(String typed) {
			return List.of();
		}

	}

	static class OfUnknownArgument extends Prompt {

		@McpCompletion(prompt = "p", argument = "b")
		List<String> complete(String typed) {
			return List.of();
		}

	}

	static class OfUnknownVariable {

		@McpResource(uri = "x://{a}", name = "n", description = "d")
		String read(String a) {
			return a;
		}

		@McpCompletion(resource = "x://{a}", argument = "b")
		List<String> complete(String typed) {
			return List.of();
		}

	}

	static class Twice extends Prompt {

		@McpCompletion(prompt = "p", argument = "a")
		List<String> first(String typed) {
			return List.of();
		}

		@McpCompletion(prompt = "p", argument = "a")
		List<String> second(String typed) {
			return List.of();
		}

	}

	static class OddParameter extends Prompt {

		@McpCompletion(prompt = "p", argument = "a")
		List<String> complete(int typed) {
			return List.of();
		}

	}

	static class TwoStrings extends Prompt {

		@McpCompletion(prompt = "p", argument = "a")
		List<String> complete(String typed, String again) {
			return List.of();
		}

	}

	static class OddReturn extends Prompt {

		@McpCompletion(prompt = "p", argument = "a")
		Mono<String> complete(String typed) {
			return Mono.empty();
		}

	}

	static class OddList extends Prompt {

		@McpCompletion(prompt = "p", argument = "a")
		List<Integer> complete(String typed) {
			return List.of();
		}

	}

	static class OddStream extends Prompt {

		@McpCompletion(prompt = "p", argument = "a")
		Flux<List<String>> complete(String typed) {
			return Flux.empty();
		}

	}

}
