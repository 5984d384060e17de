package dev.mcpgateway.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Patterns that every reader of a schema takes to mean the same, and no others.
 */
class PortablePatternTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "^(?:(?!system\\.)[a-z]+)$, look-around", "(?=a), look-around",
			"(?<=a)b, look-around", "(?<!a)b, look-around", "(a)\\1, back-reference", "(?<n>a)\\k<n>, named",
			"(?P<n>a), named", "(?>a), atomic", "a++, possessive", "a*+, possessive", "(?i)a, flags", "(?i:a), flags",
			"\\Aa, ^ or $", "a\\z, ^ or $", "a\\Z, ^ or $", "\\Qa\\E, escape each", "\\u0041, \\u is not",
			"\\p{IsAlphabetic}, general categories", "\\p{Greek}, general categories", "\\p{Alpha}, general",
			"\\pL, general categories", "\\p{Cn}, general categories", "[[a-z]], within a class", "[a[b]], within",
			"[[:alpha:]], within a class", "[a-z&&[^b]], intersections", "[]a], begins with ]", "[\\b], \\b is not",
			"[\\w-z], no end of a range", "[z-a], out of order", "\\h, \\h is not in both", "\\R, \\R is not",
			"\\X, \\X is not", "\\a, \\a is not", "\\e, \\e is not", "\\cA, \\c is not", "\\0, \\0 is not",
			"\\x{41}, two hexadecimal", "\\@, without the backslash", "\\-, without the backslash",
			"\"a{1,2\", counts nothing", "\"a{,2}\", counts nothing", "\"{2}\", nothing that can be repeated",
			"*a, nothing that can be repeated", "a|*, nothing that can be repeated", "^*, nothing that can be",
			"\\b+, possessive", "a**, nothing that can be repeated", "a}, write \\}", "a], write \\]", "(a, has no )",
			"a), has no (", "[a, has no ]", "a\\, ends in a backslash", "\"a{3,2}\", out of order",
			"a{1001}, RE2 counts to 1000", "(a{100}){100}, more than 2000 parts",
			"((a{50}){50}){50}, more than 2000 parts" })
	void whatOnlyOneDialectHasIsRefusedWithTheReason(String expression, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> PortablePattern.compile(expression))
			.withMessageContaining(expression)
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$,a.b-c,a..b",
					"\"^[0-9a-f]{24}$\",0123456789abcdef01234567,0123", "^(?:a|b)$,b,ab", "\"^a{2,3}?$\",aa,a",
					"\"^(ab?){2,}$\",aab,a", "^\\d\\D\\w\\W$,1aa-,1111", "^[\\w.+\\-]+@[\\w.-]+$,a.b+c@d.e,a b@c",
					"^\\p{Lu}\\P{L}$,Ä1,ä1", "^[^\\p{L}]$,1,ä", "\\bcat\\b,a cat.,cats",
					"^\\/\\\\\\^\\$\\|\\?\\*\\+\\(\\)\\[\\]\\{\\}$,/\\^$|?*+()[]{},x", "^\\x41[\\x42-\\x43]$,AC,AD",
					"^[a-c-e]$,-,d", "^[^a-z]$,A,a", "^é$,é,e", "^a??b*?$,abb,aab", "^[&a]$,&,b" })
	void whatBothHaveMeansWhatItSays(String expression, String fits, String doesNot) {
		PortablePattern pattern = PortablePattern.compile(expression);
		assertThat(pattern.matches(fits)).isTrue();
		assertThat(pattern.matches(doesNot)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00a0", "\u2003", "\u2028", "\u3000", "\ufeff", "\t", "\u000b", " ", "\u1680" })
	void whiteSpaceIsThatOfEcmaScript(String white) {
		assertThat(PortablePattern.compile("^\\s$").matches(white)).isTrue();
		assertThat(PortablePattern.compile("^[\\s-]$").matches(white)).isTrue();
		assertThat(PortablePattern.compile("\\S").matches(white)).isFalse();
		assertThat(PortablePattern.compile("[\\S_]").matches(white)).isFalse();
	}

	@Test
	void whatIsNotWhiteSpaceIsNot() {
		for (String each : new String[] { "a", "\u200b", "\u180e", "\u0085", "\ud83d\ude00", "\u0000" }) {
			assertThat(PortablePattern.compile("^\\S$").matches(each)).isTrue();
			assertThat(PortablePattern.compile("^[\\S]$").matches(each)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\u2028", "\u2029" })
	void aDotIsNoEndOfALine(String end) {
		assertThat(PortablePattern.compile(".").matches(end)).isFalse();
		assertThat(PortablePattern.compile("^a$").matches("a" + end)).isFalse();
	}

	@Test
	void aCharacterBeyondTheFirstPlaneIsOne() {
		assertThat(PortablePattern.compile("^.$").matches("\ud83d\ude00")).isTrue();
		assertThat(PortablePattern.compile("^[\ud83d\ude00-\ud83d\ude02]$").matches("\ud83d\ude01")).isTrue();
	}

	@Test
	@Timeout(20)
	void noTextTakesMoreThanLinearTime() {
		String text = "a".repeat(200_000) + "b";
		for (String expression : new String[] { "^(a+)+$", "^(a|aa)+$", "^(a*)*c", "(x+x+)+y", "^([a-z]+)*$1" }) {
			assertThat(PortablePattern.compile(expression).matches(text)).isFalse();
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "a,^a$", "a|b,^(?:a|b)$", "(a|b),^(a|b)$", "[|],^[|]$", "^a$,^a$",
			"a\\$,^a\\$$", "a\\\\$,^a\\\\$", "^a|b$,^(?:^a|b$)$", "$,^$" })
	void aPatternForTheWholeTextSaysSo(String expression, String whole) {
		assertThat(PortablePattern.whole(expression)).isEqualTo(whole);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"pattern\": \"(?!a)\"}", "{\"properties\": {\"a\": {\"items\": {\"pattern\": \"(?!a)\"}}}}",
					"{\"patternProperties\": {\"(?!a)\": {}}}", "{\"anyOf\": [{\"pattern\": \"(?!a)\"}]}",
					"{\"$defs\": {\"x\": {\"pattern\": \"(?!a)\"}}}" })
	void aSchemaWithSuchAPatternIsRefused(String schema) {
		assertThatIllegalArgumentException().isThrownBy(() -> compile(schema)).withMessageContaining("look-around");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"properties\": {\"pattern\": {\"type\": \"string\"}}}",
			"{\"default\": {\"pattern\": \"(?!a)\"}}", "{\"const\": {\"pattern\": \"(?!a)\"}}",
			"{\"examples\": [{\"pattern\": \"(?!a)\"}]}" })
	void whatIsNoPatternOfTheSchemaIsNone(String schema) {
		assertThat(compile(schema)).isNotNull();
	}

	private static JsonSchema compile(String schema) {
		return JsonSchema.compile((ObjectNode) JsonMapper.shared().readTree(schema));
	}

}
