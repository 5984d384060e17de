package dev.mcpgateway.annotation;

import java.util.Map;
import java.util.Optional;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.UnknownFeatureException;
import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.ResourceContent;
import dev.mcpgateway.feature.ResourceHandler;
import dev.mcpgateway.feature.ResourceRead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceMethodTests {

	private final Declared declared = Declared.by(new Resources());

	@AfterEach
	void close() {
		this.declared.close();
	}

	@Test
	void aUriWithoutVariablesIsAResource() {
		assertThat(this.declared.features().resources()).singleElement().satisfies((each) -> {
			assertThat(each.resource().uri()).isEqualTo("x://fixed");
			assertThat(each.resource().name()).isEqualTo("fixed");
			assertThat(each.resource().title()).isEqualTo("Fixed");
			assertThat(each.resource().mimeType()).isEqualTo("application/json");
			StepVerifier.create(each.handler().read(read("x://fixed", Map.of())))
				.expectNext(new ResourceContent.Json("fixed"))
				.verifyComplete();
		});
	}

	@Test
	void variablesBecomeTheirTypes() {
		StepVerifier.create(template("x://typed/{id}").read(read("x://typed/7", Map.of("id", "7"))))
			.expectNext(new ResourceContent.Json(8L))
			.verifyComplete();
	}

	@Test
	void aVariableOfAnotherTypeIsPointedAt() {
		StepVerifier.create(template("x://typed/{id}").read(read("x://typed/a", Map.of("id", "a"))))
			.verifyErrorSatisfies(
					(failure) -> assertThat(((InvalidArgumentsException) failure).violations()).singleElement()
						.satisfies((violation) -> assertThat(violation.pointer()).isEqualTo("/id")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "07", "+7", " 7", "7\n", "\u0667" })
	void aVariableInAnotherSpellingIsNoSuchResource(String id) {
		StepVerifier.create(template("x://typed/{id}").read(read("x://typed/" + id, Map.of("id", id))))
			.verifyError(UnknownFeatureException.class);
	}

	@Test
	void theWholeReadIsGiven() {
		StepVerifier.create(template("x://whole/{+key}").read(read("x://whole/a/b", Map.of("key", "a/b"))))
			.assertNext((content) -> assertThat(content).isInstanceOf(ResourceContent.NotModified.class))
			.verifyComplete();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x://absent/mono/{id}", "x://absent/optional/{id}", "x://absent/null/{id}" })
	void nothingIsNoSuchResource(String template) {
		StepVerifier.create(template(template).read(read("x://absent/7", Map.of("id", "7"))))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(UnknownFeatureException.class)
				.hasMessage("Unknown resource: x://absent/7"));
	}

	private ResourceHandler template(String uriTemplate) {
		return this.declared.features()
			.resourceTemplates()
			.stream()
			.filter((each) -> each.template().uriTemplate().equals(uriTemplate))
			.findFirst()
			.orElseThrow()
			.handler();
	}

	private static ResourceRead read(String uri, Map<String, String> variables) {
		return new ResourceRead(uri, variables, CallContext.ANONYMOUS, ResourceRead.Conditions.NONE);
	}

	static class Resources {

		@McpResource(uri = "x://fixed", name = "fixed", title = "Fixed", description = "d")
		String fixed() {
			return "fixed";
		}

		@McpResource(uri = "x://typed/{id}", name = "typed", description = "d")
		Mono<Long> typed(long id) {
			return Mono.just(id + 1);
		}

		@McpResource(uri = "x://whole/{+key}", name = "whole", description = "d")
		Mono<ResourceContent> whole(ResourceRead read) {
			return Mono.just(new ResourceContent.NotModified(read.uri()));
		}

		@McpResource(uri = "x://absent/mono/{id}", name = "absent", description = "d")
		Mono<String> absentMono(String id) {
			return Mono.empty();
		}

		@McpResource(uri = "x://absent/optional/{id}", name = "absent", description = "d")
		Optional<String> absentOptional(String id) {
			return Optional.empty();
		}

		@McpResource(uri = "x://absent/null/{id}", name = "absent", description = "d")
		@SuppressWarnings("NullAway") // documented as "no such resource"
		String absentNull(String id) {
			return null;
		}

	}

}
