package dev.mcpgateway.feature;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class UriTemplateTests {

	private static final List<String> ODD_VALUES = List.of("a", "a/b", "/", "//", "%", "%2F", "%25", "a%zz", "+", "a+b",
			"a b", " ", "ä", "日本語", "😀", "?x=1#f", "a:b@c", ".", "..", "../x", "\u0000", "\n", "{id}", "\"quoted\"",
			"back\\slash", "\\E", "a.json", "~-_.", "*'()!$&;=,[]");

	@Test
	void everyValueComesBackFromASegment() {
		UriTemplate template = UriTemplate.parse("documents://{document_id}/parts/{part}");
		for (String first : ODD_VALUES) {
			for (String second : ODD_VALUES) {
				Map<String, String> values = Map.of("document_id", first, "part", second);
				assertComesBack(template, values);
			}
		}
	}

	@Test
	void everyValueComesBackFromAPath() {
		UriTemplate template = UriTemplate.parse("files://{+key}");
		for (String value : ODD_VALUES) {
			Map<String, String> values = Map.of("key", value);
			assertComesBack(template, values);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3://{bucket}/{+key}", "x://{+key}/{last}", "x://a/{+key}/b/{last}?c={c}",
			"x://{first}/{+key}.json", "x://{first}.tar/{last}.gz", "x://{first}?q={last}#{f}" })
	void everyValueComesBackFromSeveralVariables(String text) {
		UriTemplate template = UriTemplate.parse(text);
		Random random = new Random(42);
		for (int i = 0; i < 500; i++) {
			Map<String, String> values = new HashMap<>();
			template.variables()
				.forEach((name) -> values.put(name, ODD_VALUES.get(random.nextInt(ODD_VALUES.size()))
						+ ODD_VALUES.get(random.nextInt(ODD_VALUES.size()))));
			assertComesBack(template, values);
		}
	}

	@Test
	void aSegmentWithASuffixMatches() {
		UriTemplate template = UriTemplate.parse("reports://{name}.json");
		assertThat(template.match("reports://may.json")).contains(Map.of("name", "may"));
		assertThat(template.match("reports://a.json.json")).contains(Map.of("name", "a.json"));
		assertThat(template.match("reports://may.xml")).isEmpty();
		assertThat(template.match("reports://.json")).isEmpty();
	}

	@Test
	void slashesStayReadableInAPathAndAreEncodedInASegment() {
		assertThat(UriTemplate.parse("files://{+key}").expand((name) -> "a/b c%.txt"))
			.isEqualTo("files://a/b%20c%25.txt");
		assertThat(UriTemplate.parse("files://{key}").expand((name) -> "a/b c%.txt"))
			.isEqualTo("files://a%2Fb%20c%25.txt");
	}

	@ParameterizedTest
	@CsvSource({ "documents://{id},documents://", "documents://{id},documents://a/b", "documents://{id},documents:/a",
			"documents://{id},xdocuments://a", "documents://{id},documents://a?b", "documents://{id},documents://a#b",
			"documents://{id},DOCUMENTS://a", "a.c://{id},abc://x" })
	void aUriOfAnotherFormDoesNotMatch(String template, String uri) {
		assertThat(UriTemplate.parse(template).match(uri)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "files://%", "files://a%2", "files://%zz", "files://%-1", "files://%+1", "files://%FF",
			"files://%C0%AF", "files://%ED%A0%80", "files://a%20%" })
	void aBrokenEscapeDoesNotMatch(String uri) {
		assertThat(UriTemplate.parse("files://{+key}").match(uri)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "files://%61", "files://a%2fb", "files://a%2Fb", "files://a b", "files://ä",
			"files://%c3%a4", "files://a%2Eb", "files://a%3Ab" })
	void anotherSpellingOfAUriDoesNotMatch(String uri) {
		assertThat(UriTemplate.parse("files://{+key}").match(uri)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "files://a[1](2)'!*", "files://a%5B1%5D%282%29%27%21%2A", "files://a%5B1%5D(2)'!*" })
	void escapesAboutWhichClientsDisagreeMatch(String uri) {
		assertThat(UriTemplate.parse("files://{+key}").match(uri)).contains(Map.of("key", "a[1](2)'!*"));
	}

	@Test
	void aPlusIsAPlus() {
		assertThat(UriTemplate.parse("files://{+key}").match("files://a+b%20c")).contains(Map.of("key", "a+b c"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "x://{a}{b}", "x://{a}/{a}", "x://{+a}/{+b}", "x://{#a}", "x://{a,b}", "x://{a*}", "x://{a:3}",
					"x://{", "x://}", "x://{}", "x://{1a}", "x://{a-b}", "x://{{a}}", "x://{a}-{b}", "x://{+a}.{b}" })
	void aTemplateThatCannotBeReadBackIsRefused(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> UriTemplate.parse(template))
			.withMessageContaining(template);
	}

	@Test
	void aTextWithoutVariablesIsATemplateOfOne() {
		UriTemplate template = UriTemplate.parse("example://hello");
		assertThat(template.variables()).isEmpty();
		assertThat(template.match("example://hello")).contains(Map.of());
		assertThat(template.match("example://hello2")).isEmpty();
	}

	@Test
	void theTemplateWithMoreFixedCharactersIsCloser() {
		assertThat(UriTemplate.parse("x://a/{b}").literalLength())
			.isGreaterThan(UriTemplate.parse("x://{+b}").literalLength());
		assertThat(UriTemplate.parse("x://a/{b}")).hasToString("x://a/{b}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x://{a}/b/{+c}/d/{e}", "x://{+a}aaaa/{b}", "x://{a}aa/{b}aa/{c}aa", "x://{+a}" })
	void matchingALongUriTakesNoTime(String text) {
		UriTemplate template = UriTemplate.parse(text);
		for (String piece : List.of("a", "a/", "aa/b/", "/", "%", "%41")) {
			String uri = "x://" + piece.repeat(500_000 / piece.length()) + "!";
			assertTimeoutPreemptively(Duration.ofSeconds(2), () -> template.match(uri));
		}
	}

	private static void assertComesBack(UriTemplate template, Map<String, String> values) {
		String uri = template.expand((name) -> String.valueOf(values.get(name)));
		assertThat(template.match(uri)).as(uri).contains(values);
	}

}
