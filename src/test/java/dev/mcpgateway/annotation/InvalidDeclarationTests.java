package dev.mcpgateway.annotation;

import java.util.List;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static dev.mcpgateway.annotation.Declared.assertStops;

class InvalidDeclarationTests {

	@Test
	void twoToolsOfOneName() {
		assertStops(DuplicateTool.class, "DuplicateTool.", "tool 'same' is declared by", "first()", "second()");
	}

	@Test
	void twoResourcesOfOneUri() {
		assertStops(DuplicateResource.class, "DuplicateResource.", "resource 'x://a' is declared by");
	}

	@Test
	void twoPromptsOfOneName() {
		assertStops(DuplicatePrompt.class, "DuplicatePrompt.", "prompt 'same' is declared by");
	}

	@Test
	void aVariableWithoutParameter() {
		assertStops(UnusedVariable.class, "UnusedVariable.read(String)", "no parameter takes the variables [b]");
	}

	@Test
	void aParameterThatIsNoVariable() {
		assertStops(UnknownVariable.class, "UnknownVariable.read(String)", "parameter b is no variable of the URI");
	}

	@Test
	void aParameterOfAResourceWithoutVariables() {
		assertStops(ParameterOfFixed.class, "ParameterOfFixed.read(String)", "parameter a is no variable of the URI");
	}

	@Test
	void aTemplateThatCannotBeRead() {
		assertStops(BadTemplate.class, "BadTemplate.read(String, String)", "x://{a}{b}");
	}

	@Test
	void aResourceThatStreams() {
		assertStops(StreamingResource.class, "StreamingResource.read()", "a resource is one value");
	}

	@Test
	void resultOfAMethodThatReturnsNoEvents() {
		assertStops(ResultWithoutEvents.class, "ResultWithoutEvents.tool()", "returns Flux<CallToolEvent>");
	}

	@Test
	void aNameThatIsNone() {
		assertStops(BadName.class, "BadName.tool()", "'not a name' is no tool name");
	}

	@Test
	void anEmptyName() {
		assertStops(EmptyName.class, "EmptyName.tool()", "'' is no tool name");
	}

	@Test
	void aPromptWithAnArgumentThatIsNoString() {
		assertStops(NumberInPrompt.class, "NumberInPrompt.prompt(int)",
				"parameter a: arguments of prompts are strings");
	}

	@Test
	void aPromptThatReturnsSomethingElse() {
		assertStops(BadPrompt.class, "BadPrompt.prompt()", "a prompt returns GetPromptResult");
	}

	@Test
	void aPrimitiveThatMayBeNull() {
		assertStops(NullablePrimitive.class, "NullablePrimitive.tool(int)",
				"parameter a cannot be both primitive and null");
	}

	@Test
	void aDefaultThatIsNoJson() {
		assertStops(UnreadableDefault.class, "UnreadableDefault.tool(int)", "parameter a:");
	}

	@Test
	void aDefaultOfAnotherType() {
		assertStops(WrongDefault.class, "WrongDefault.tool(int)", "parameter a:");
	}

	@Test
	void aDefaultThatBreaksTheConstraints() {
		assertStops(BoundlessDefault.class, "BoundlessDefault.tool(int)",
				"parameter a: the default must have a maximum value of 11");
	}

	@Test
	void aDefaultThatIsNoConstant() {
		assertStops(UnknownConstant.class, "UnknownConstant.tool(Colour)", "parameter a:");
	}

	@Test
	void aDefaultOfAResourceThatIsNoJson() {
		assertStops(UnreadableDefaultOfResource.class, "UnreadableDefaultOfResource.read(int)", "parameter a:");
	}

	@Test
	void aPatternThatIsNone() {
		assertStops(BadPattern.class, "BadPattern.tool(String)", "parameter a:");
	}

	@Test
	void twoParametersOfOneName() {
		assertStops(TwoParameters.class, "TwoParameters.tool(String, String)", "two parameters have the name a");
	}

	@Test
	void aParameterThatContainsItself() {
		assertStops(RecursiveParameter.class, "RecursiveParameter.tool(Tree)", "parameter a:", "Tree");
	}

	@Test
	void aReturnTypeThatContainsItself() {
		assertStops(RecursiveReturn.class, "RecursiveReturn.tool()", "return type:", "Tree");
	}

	static class DuplicateTool {

		@McpTool(name = "same", description = "d")
		void first() {
		}

		@McpTool(name = "same", description = "d")
		void second() {
		}

	}

	static class DuplicateResource {

		@McpResource(uri = "x://a", name = "n", description = "d")
		String first() {
			return "";
		}

		@McpResource(uri = "x://a", name = "n", description = "d")
		String second() {
			return "";
		}

	}

	static class DuplicatePrompt {

		@McpPrompt(name = "same", description = "d")
		String first() {
			return "";
		}

		@McpPrompt(name = "same", description = "d")
		String second() {
			return "";
		}

	}

	static class UnusedVariable {

		@McpResource(uri = "x://{a}/{b}", name = "n", description = "d")
		String read(String a) {
			return a;
		}

	}

	static class UnknownVariable {

		@McpResource(uri = "x://{a}", name = "n", description = "d")
		String read(String b) {
			return b;
		}

	}

	static class ParameterOfFixed {

		@McpResource(uri = "x://fixed", name = "n", description = "d")
		String read(String a) {
			return a;
		}

	}

	static class BadTemplate {

		@McpResource(uri = "x://{a}{b}", name = "n", description = "d")
		String read(String a, String b) {
			return a + b;
		}

	}

	static class StreamingResource {

		@McpResource(uri = "x://a", name = "n", description = "d")
		Flux<String> read() {
			return Flux.empty();
		}

	}

	static class ResultWithoutEvents {

		@McpTool(name = "result", description = "d", result = String.class)
		Flux<String> tool() {
			return Flux.empty();
		}

	}

	static class BadName {

		@McpTool(name = "not a name", description = "d")
		void tool() {
		}

	}

	static class EmptyName {

		@McpTool(name = "", description = "d")
		void tool() {
		}

	}

	static class NumberInPrompt {

		@McpPrompt(name = "p", description = "d")
		String prompt(int a) {
			return Integer.toString(a);
		}

	}

	static class BadPrompt {

		@McpPrompt(name = "p", description = "d")
		Mono<Integer> prompt() {
			return Mono.just(1);
		}

	}

	static class NullablePrimitive {

		@McpTool(name = "t", description = "d")
		@SuppressWarnings("NullablePrimitive") // the mistake that is tested
		void tool(@Nullable int a) {
		}

	}

	static class UnreadableDefault {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(defaultValue = "ten") int a) {
		}

	}

	static class WrongDefault {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(defaultValue = "[1]") int a) {
		}

	}

	static class BoundlessDefault {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(defaultValue = "12") @Min(1) @Max(11) int a) {
		}

	}

	static class UnknownConstant {

		@McpTool(name = "t", description = "d")
		void tool(@McpParam(defaultValue = "blue") Colour a) {
		}

	}

	static class UnreadableDefaultOfResource {

		@McpResource(uri = "x://{a}", name = "n", description = "d")
		String read(@McpParam(defaultValue = "ten") int a) {
			return Integer.toString(a);
		}

	}

	static class BadPattern {

		@McpTool(name = "t", description = "d")
		void tool(@jakarta.validation.constraints.Pattern(regexp = "(") String a) {
		}

	}

	static class TwoParameters {

		@McpTool(name = "t", description = "d")
		void tool(String a, @McpParam(name = "a") String b) {
		}

	}

	static class RecursiveParameter {

		@McpTool(name = "t", description = "d")
		void tool(Tree a) {
		}

	}

	static class RecursiveReturn {

		@McpTool(name = "t", description = "d")
		Mono<Tree> tool() {
			return Mono.empty();
		}

	}

	enum Colour {

		RED

	}

	record Tree(List<Tree> children) {
	}

}
