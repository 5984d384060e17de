package dev.mcpgateway.annotation;

import java.util.List;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.junit.jupiter.api.Test;

import static dev.mcpgateway.annotation.Declared.assertStops;

/**
 * A pattern that not every client understands stops the start.
 */
class InvalidPatternTests {

	@Test
	void aPatternWithLookAround() {
		assertStops(LookAround.class, "LookAround.tool(String)", "parameter a: the pattern (?!system\\.)[a-z]+",
				"look-around is not in RE2; check it in the method");
	}

	@Test
	void aPatternThatRefersBack() {
		assertStops(BackReference.class, "BackReference.tool(String)", "parameter a:",
				"back-references are not in RE2");
	}

	@Test
	void aPatternWithFlags() {
		assertStops(Flags.class, "Flags.tool(String)", "parameter a: the pattern a has flags");
	}

	@Test
	void aPatternBesideNotBlank() {
		assertStops(Both.class, "Both.tool(String)", "parameter a: of @Pattern and @NotBlank");
	}

	@Test
	void aDefaultThatDoesNotMatch() {
		assertStops(WrongDefault.class, "WrongDefault.tool(String)",
				"parameter a: the default must match the pattern ^a$");
	}

	static class LookAround {

		@McpTool(name = "t", description = "d")
		void tool(@Pattern(regexp = "(?!system\\.)[a-z]+") String a) {
		}

	}

	static class BackReference {

		@McpTool(name = "t", description = "d")
		void tool(@Pattern(regexp = "(a)\\1") String a) {
		}

	}

	static class Flags {

		@McpTool(name = "t", description = "d")
		void tool(@Pattern(regexp = "a", flags = Pattern.Flag.CASE_INSENSITIVE) String a) {
		}

	}

	static class Both {

		@McpTool(name = "t", description = "d")
		void tool(@Pattern(regexp = "a") @NotBlank String a) {
		}

	}

	static class WrongDefault {

		@McpTool(name = "t", description = "d")
		List<String> tool(@McpParam(defaultValue = "b") @Pattern(regexp = "a") String a) {
			return List.of(a);
		}

	}

}
