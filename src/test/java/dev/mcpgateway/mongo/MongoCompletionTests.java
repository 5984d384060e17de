package dev.mcpgateway.mongo;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.CompletionRequest;
import dev.mcpgateway.invocation.PromptGetter;
import dev.mcpgateway.model.Completion;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@MongoTest
class MongoCompletionTests {

	private static final String TEMPLATE = "items://{collection}/{item_id}";

	@Autowired
	private PromptGetter completions;

	private final String collection = "completed." + new ObjectId().toHexString();

	@DynamicPropertySource
	static void servers(DynamicPropertyRegistry registry) {
		registry.add("spring.mongodb.uri", () -> MongoTestServer.shared().uri());
	}

	@Test
	void collectionsAreFoundByTheirBeginning() {
		store("0123456789abcdef01234567");
		assertThat(complete("collection", this.collection.substring(0, 20), Map.of()).values())
			.containsExactly(this.collection);
		assertThat(complete("collection", "", Map.of()).values()).contains(this.collection);
		assertThat(complete("collection", "system.", Map.of()).values()).isEmpty();
		assertThat(complete("collection", "completed.*", Map.of()).values()).isEmpty();
	}

	@Test
	void itemsOfTheChosenCollectionAreFoundByTheirBeginning() {
		store("0123456789abcdef01234567", "0123456789abcdefffffffff", "0123456789abcdf000000000",
				"f00000000000000000000000");
		assertThat(items("0123456789ABCDEF").values()).containsExactly("0123456789abcdef01234567",
				"0123456789abcdefffffffff");
		assertThat(items("").values()).hasSize(4);
		assertThat(items("f00000000000000000000000").values()).containsExactly("f00000000000000000000000");
		assertThat(items("1").values()).isEmpty();
	}

	@Test
	void whatHasAnotherKindOfIdIsNotFound() {
		MongoTestServer.shared()
			.insert(this.collection, Flux.just(new Document("_id", "0123"), new Document("_id", 123)));
		store("0123456789abcdef01234567");
		assertThat(items("0123").values()).containsExactly("0123456789abcdef01234567");
	}

	@Test
	void ofManyAHundredAreShown() {
		MongoTestServer.shared()
			.insert(this.collection,
					Flux.range(0, 150).map((i) -> new Document("_id", new ObjectId("%024x".formatted(i)))));
		Completion completion = items("");
		assertThat(completion.values()).hasSize(100).startsWith("%024x".formatted(0)).endsWith("%024x".formatted(99));
		assertThat(completion.hasMore()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".*", "{\"$gt\": \"\"}", "g", "0123456789abcdef012345678", "$where" })
	void whatIsNoBeginningOfAnIdFindsNothing(String typed) {
		store("0123456789abcdef01234567");
		assertThat(items(typed)).isEqualTo(Completion.NONE);
	}

	@Test
	void withoutACollectionNoItemsAreKnown() {
		assertThat(complete("item_id", "", Map.of())).isEqualTo(Completion.NONE);
		assertThat(complete("item_id", "", Map.of("collection", "system.users"))).isEqualTo(Completion.NONE);
	}

	private void store(String... ids) {
		MongoTestServer.shared()
			.insert(this.collection,
					Flux.fromIterable(List.of(ids)).map((id) -> new Document("_id", new ObjectId(id))));
	}

	private Completion items(String typed) {
		return complete("item_id", typed, Map.of("collection", this.collection));
	}

	private Completion complete(String argument, String typed, Map<String, String> resolved) {
		return Objects.requireNonNull(this.completions
			.completeResource(TEMPLATE, new CompletionRequest(argument, typed, resolved, Caller.ANONYMOUS))
			.block());
	}

}
