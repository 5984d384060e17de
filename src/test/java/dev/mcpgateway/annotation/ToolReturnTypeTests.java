package dev.mcpgateway.annotation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.mcpgateway.failure.ToolExecutionException;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.model.ContentBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The table in the documentation of {@link McpTool}.
 */
class ToolReturnTypeTests {

	private final Tools tools = new Tools();

	private final Declared declared = Declared.by(this.tools);

	@AfterEach
	void close() {
		this.declared.close();
	}

	@ParameterizedTest
	@CsvSource({ "flux,STREAM", "publisher,STREAM", "mono,SINGLE", "stage,SINGLE", "plain,SINGLE", "optional,SINGLE",
			"mono_void,SINGLE", "nothing,SINGLE" })
	void onlyStreamsEmitAnyNumber(String tool, Emission emission) {
		assertThat(this.declared.tool(tool).emission()).isEqualTo(emission);
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "publisher" })
	void aStreamEmitsEachElement(String tool) {
		assertThat(this.declared.events(tool, "{}"))
			.isEqualTo(Declared.items(new Value(1), new Value(2), new Value(3)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mono", "stage", "plain", "optional" })
	void aSingleValueIsOneItem(String tool) {
		assertThat(this.declared.events(tool, "{}")).isEqualTo(Declared.items(new Value(1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mono_void", "nothing", "empty_mono", "empty_optional", "empty_stage", "null_value" })
	void nothingIsNoItem(String tool) {
		assertThat(this.declared.events(tool, "{}")).isEmpty();
	}

	@Test
	void resultAfterProgressIsOneItemWithASchema() {
		assertThat(this.declared.tool("result").emission()).isEqualTo(Emission.SINGLE);
		assertThat(this.declared.tool("result").tool().outputSchema())
			.isEqualTo(this.declared.tool("plain").tool().outputSchema())
			.isNotNull();
		assertThat(this.declared.events("result", "{}")).containsExactly(new CallToolEvent.Progress(1, 2.0, "half"),
				new CallToolEvent.Item(new Value(1)));
	}

	@Test
	void aListIsOneItem() {
		assertThat(this.declared.events("list", "{}")).isEqualTo(Declared.items(List.of(1, 2)));
	}

	@Test
	void aContentBlockIsContentAndAnEventIsItself() {
		assertThat(this.declared.events("block", "{}"))
			.containsExactly(new CallToolEvent.Content(new ContentBlock.Text("hi")));
		assertThat(this.declared.events("progress", "{}")).containsExactly(new CallToolEvent.Progress(1, 2.0, "half"),
				new CallToolEvent.Item(new Value(1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "publisher", "mono", "stage", "plain", "optional" })
	void theOutputSchemaDescribesOneItem(String tool) {
		assertThat(this.declared.tool(tool).tool().outputSchema()).isEqualTo(Declared
			.json("{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"integer\"}},\"required\":[\"value\"]}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mono_void", "nothing", "block", "progress", "anything" })
	void whatIsNoItemHasNoOutputSchema(String tool) {
		assertThat(this.declared.tool(tool).tool().outputSchema()).isNull();
	}

	@Test
	void aJsonNodeMayBeAnythingAndAMapAnyObject() {
		assertThat((Object) this.declared.tool("node").tool().outputSchema()).isEqualTo(Declared.json("{}"));
		assertThat((Object) this.declared.tool("map").tool().outputSchema())
			.isEqualTo(Declared.json("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}"));
	}

	@Test
	void aCallDoesNothingUntilItIsSubscribedAndEachSubscriptionIsACall() {
		Flux<CallToolEvent> call = this.declared.call("mono", "{}");
		assertThat(this.tools.calls).hasValue(0);
		call.blockLast();
		call.blockLast();
		assertThat(this.tools.calls).hasValue(2);
	}

	@Test
	void aStreamProducesNoMoreThanIsAskedFor() {
		StepVerifier.create(this.declared.call("source", "{}"), 0).expectSubscription().thenRequest(2).then(() -> {
			this.tools.source.assertMinRequested(2);
			assertThat(this.tools.requested).hasValue(2);
		}).thenCancel().verify(Duration.ofSeconds(5));
		this.tools.source.assertCancelled();
	}

	@Test
	void aCancelledCallCancelsTheFuture() {
		this.declared.call("pending_stage", "{}").subscribe().dispose();
		assertThat(this.tools.pending).isCancelled();
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "optional", "nothing" })
	void aMethodThatMayBlockRunsOnAVirtualThread(String tool) {
		this.declared.events(tool, "{}");
		assertThat(this.tools.onVirtualThread).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "publisher", "mono", "stage", "mono_void" })
	void aMethodThatMustNotBlockRunsWhereItIsSubscribed(String tool) {
		this.declared.events(tool, "{}");
		assertThat(this.tools.onVirtualThread).isFalse();
		assertThat(this.tools.thread).isSameAs(Thread.currentThread());
	}

	@Test
	void aCancelledCallInterruptsTheThread() {
		var running = this.declared.call("sleep", "{}").subscribe();
		await().untilTrue(this.tools.sleeping);
		running.dispose();
		await().untilTrue(this.tools.interrupted);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fail_flux", "fail_mono", "fail_stage", "fail_plain", "fail_in_mono" })
	void anExpectedFailureStaysItself(String tool) {
		StepVerifier.create(this.declared.call(tool, "{}"))
			.verifyErrorSatisfies(
					(failure) -> assertThat(failure).isInstanceOf(ToolExecutionException.class).hasMessage("no"));
	}

	@Test
	void aCheckedExceptionIsABugThatNamesTheMethod() {
		StepVerifier.create(this.declared.call("fail_checked", "{}"))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("Tools.failChecked()")
				.hasRootCauseInstanceOf(java.io.IOException.class));
	}

	@Test
	void aNullInsteadOfAPublisherIsABugThatNamesTheMethod() {
		StepVerifier.create(this.declared.call("null_flux", "{}"))
			.verifyErrorSatisfies(
					(failure) -> assertThat(failure).hasMessageContaining("Tools.nullFlux() returned null"));
	}

	record Value(int value) {
	}

	static class Tools {

		final AtomicInteger calls = new AtomicInteger();

		final AtomicInteger requested = new AtomicInteger();

		final AtomicBoolean sleeping = new AtomicBoolean();

		final AtomicBoolean interrupted = new AtomicBoolean();

		final CompletableFuture<Value> pending = new CompletableFuture<>();

		final TestPublisher<Value> source = TestPublisher.create();

		volatile boolean onVirtualThread;

		volatile Thread thread = Thread.currentThread();

		private <T> T seen(T value) {
			this.calls.incrementAndGet();
			this.thread = Thread.currentThread();
			this.onVirtualThread = this.thread.isVirtual();
			return value;
		}

		@McpTool(name = "flux", description = "d")
		Flux<Value> flux() {
			return seen(Flux.range(1, 3).map(Value::new));
		}

		@McpTool(name = "publisher", description = "d")
		Publisher<Value> publisher() {
			return seen(Flux.range(1, 3).map(Value::new));
		}

		@McpTool(name = "source", description = "d")
		Flux<Value> source() {
			return this.source.flux().doOnRequest((count) -> this.requested.addAndGet((int) count));
		}

		@McpTool(name = "mono", description = "d")
		Mono<Value> mono() {
			return seen(Mono.just(new Value(1)));
		}

		@McpTool(name = "empty_mono", description = "d")
		Mono<Value> emptyMono() {
			return Mono.empty();
		}

		@McpTool(name = "mono_void", description = "d")
		Mono<Void> monoVoid() {
			return seen(Mono.empty());
		}

		@McpTool(name = "stage", description = "d")
		CompletionStage<Value> stage() {
			return seen(CompletableFuture.completedFuture(new Value(1)));
		}

		@McpTool(name = "empty_stage", description = "d")
		@SuppressWarnings("NullAway") // what a careless future does
		CompletableFuture<Value> emptyStage() {
			return CompletableFuture.completedFuture(null);
		}

		@McpTool(name = "pending_stage", description = "d")
		CompletableFuture<Value> pendingStage() {
			return this.pending;
		}

		@McpTool(name = "plain", description = "d")
		Value plain() {
			return seen(new Value(1));
		}

		@McpTool(name = "list", description = "d")
		List<Integer> list() {
			return List.of(1, 2);
		}

		@McpTool(name = "null_value", description = "d")
		@SuppressWarnings("NullAway") // what a careless method does
		Value nullValue() {
			return null;
		}

		@McpTool(name = "optional", description = "d")
		Optional<Value> optional() {
			return seen(Optional.of(new Value(1)));
		}

		@McpTool(name = "empty_optional", description = "d")
		Optional<Value> emptyOptional() {
			return Optional.empty();
		}

		@McpTool(name = "nothing", description = "d")
		void nothing() {
			seen(this);
		}

		@McpTool(name = "block", description = "d")
		Mono<ContentBlock.Text> block() {
			return Mono.just(new ContentBlock.Text("hi"));
		}

		@McpTool(name = "result", description = "d", result = Value.class)
		Flux<CallToolEvent> result() {
			return progress();
		}

		@McpTool(name = "progress", description = "d")
		Flux<CallToolEvent> progress() {
			return Flux.just(new CallToolEvent.Progress(1, 2.0, "half"), new CallToolEvent.Item(new Value(1)));
		}

		@McpTool(name = "anything", description = "d")
		Flux<Object> anything() {
			return Flux.empty();
		}

		@McpTool(name = "node", description = "d")
		Mono<JsonNode> node() {
			return Mono.empty();
		}

		@McpTool(name = "map", description = "d")
		Map<String, String> map() {
			return Map.of();
		}

		@McpTool(name = "sleep", description = "d")
		void sleep() {
			this.sleeping.set(true);
			try {
				Thread.sleep(60_000);
			}
			catch (InterruptedException ex) {
				this.interrupted.set(true);
			}
		}

		@McpTool(name = "fail_flux", description = "d")
		Flux<Value> failFlux() {
			throw new ToolExecutionException("no");
		}

		@McpTool(name = "fail_mono", description = "d")
		Mono<Value> failMono() {
			return Mono.error(new ToolExecutionException("no"));
		}

		@McpTool(name = "fail_in_mono", description = "d")
		Mono<Value> failInMono() {
			throw new ToolExecutionException("no");
		}

		@McpTool(name = "fail_stage", description = "d")
		CompletionStage<Value> failStage() {
			return CompletableFuture.supplyAsync(() -> {
				throw new ToolExecutionException("no");
			});
		}

		@McpTool(name = "fail_plain", description = "d")
		Value failPlain() {
			throw new ToolExecutionException("no");
		}

		@McpTool(name = "fail_checked", description = "d")
		Value failChecked() throws java.io.IOException {
			throw new java.io.IOException("disk");
		}

		@McpTool(name = "null_flux", description = "d")
		@SuppressWarnings("NullAway") // what a careless method does
		Flux<Value> nullFlux() {
			return null;
		}

	}

}
