package dev.mcpgateway.mongo;

import dev.mcpgateway.failure.InvalidArgumentsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CollectionNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "system.users", "system.", "system.a.b" })
	void theServersOwnAreRefusedInWords(String name) {
		assertThatExceptionOfType(InvalidArgumentsException.class).isThrownBy(() -> new CollectionName(name))
			.satisfies((failure) -> assertThat(failure.violations()).singleElement()
				.satisfies((violation) -> assertThat(violation.detail()).contains("'system.'").doesNotContain("(?")));
		assertThat(CollectionName.isAllowed(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "systems", "system", "a.system.b", "System.users", "books", "a-b_c.d" })
	void othersAreAllowed(String name) {
		assertThat(new CollectionName(name).value()).isEqualTo(name);
	}

}
