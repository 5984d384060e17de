package dev.mcpgateway.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.mcpgateway.annotation.McpParam;
import dev.mcpgateway.annotation.McpPrompt;
import dev.mcpgateway.annotation.McpResource;
import dev.mcpgateway.annotation.McpTool;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.model.ContentBlock;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Features that say back what they were given.
 */
class ArgumentFeatures {

	@McpTool(name = "say", description = "Says its arguments back.")
	Mono<Said> say(String text, @Nullable String maybe, Optional<String> perhaps,
			@McpParam(defaultValue = "7") @Max(100) int number, @Nullable Place place, @Nullable List<Place> places) {
		return Mono.just(new Said(text, maybe, perhaps.orElse(null), number, place, places));
	}

	@McpTool(name = "repeat_object", description = "Says an object back.")
	Mono<ObjectNode> repeatObject(ObjectNode data) {
		return Mono.just(data);
	}

	@McpTool(name = "repeat_any", description = "Says any JSON back.")
	Mono<Wrapped> repeatAny(JsonNode data) {
		return Mono.just(new Wrapped(data));
	}

	@McpTool(name = "repeat_map", description = "Says a map back.")
	Mono<Map<String, Object>> repeatMap(Map<String, Object> data) {
		return Mono.just(data);
	}

	@McpTool(name = "repeat_each", description = "Says each member back, one at a time.", readOnly = true)
	Flux<JsonNode> repeatEach(ObjectNode data) {
		return Flux.fromIterable(data.values());
	}

	@McpTool(name = "say_often", description = "Says a text again and again.", readOnly = true)
	Flux<String> sayOften(String text, int times) {
		return Flux.range(0, times).map((time) -> text);
	}

	@McpTool(name = "say_aloud", description = "Says a text as content.", readOnly = true)
	Flux<ContentBlock> sayAloud(String text, int times) {
		return Flux.range(0, times).map((time) -> new ContentBlock.Text(text));
	}

	@McpResource(uri = "said://{type}/{letter}/{size}", name = "said", description = "A letter again and again.",
			mimeType = "")
	Mono<ResourceContent> said(String type, String letter, int size) {
		byte[] bytes = letter.repeat(size / letter.getBytes(StandardCharsets.UTF_8).length)
			.getBytes(StandardCharsets.UTF_8);
		return Mono.just(new ResourceContent.Bytes(type.equals("text") ? "text/plain" : "image/png", bytes.length, null,
				null, Flux.just(ByteBuffer.wrap(bytes))));
	}

	@McpTool(name = "titled", description = "Takes a title.")
	Mono<String> titled(@NotBlank String title) {
		return Mono.just(title);
	}

	@McpPrompt(name = "salute", description = "Salutes.")
	String salute(String name, @Nullable String title) {
		return "Hello " + ((title != null) ? title + " " : "") + name;
	}

	record Said(String text, @Nullable String maybe, @Nullable String perhaps, int number, @Nullable Place place,
			@Nullable List<Place> places) {
	}

	record Place(String city, Optional<String> street, @Nullable Integer number) {
	}

	record Wrapped(JsonNode data) {
	}

}
