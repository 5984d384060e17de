package dev.mcpgateway.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

class StrictJsonReaderTests {

	/** It takes a second where nothing else runs. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final StrictJsonReader reader = new StrictJsonReader(100);

	@Test
	void aValueIsReadAsItWasSent() {
		JsonNode value = read("""
				{"a": [1, 2.50, true, null, "ä😀\\u00e9\\ud83d\\ude00"], "b": {}}""");
		assertThat(value.at("/a/0").intValue()).isEqualTo(1);
		assertThat(value.at("/a/1").decimalValue()).isEqualTo(new BigDecimal("2.50"));
		assertThat(value.at("/a/4").stringValue()).isEqualTo("ä😀é😀");
		assertThat(value.at("/b").isObject()).isTrue();
	}

	@Test
	void aByteOrderMarkIsNoPartOfTheValue() {
		assertThat(read("\uFEFF{}").isObject()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n\t", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "{a:1}", "[NaN]", "[Infinity]",
			"[-Infinity]", "[01]", "[+1]", "[.5]", "[1.]", "[0x1]", "// c\n1", "/* c */ 1", "# c\n1", "tru", "nulls",
			"\"a\nb\"", "\"\\x\"", "\"\\u12\"", "\"open", "\uFEFF\uFEFF{}", "{\"a\" 1}", "]", "\u0000", "{}\u0000" })
	void whatIsNotJsonIsRefused(String text) {
		assertRefused(text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{} {}", "{}{}", "1 2", "{},", "[] x", "null null", "{}]" })
	void moreThanOneValueIsRefused(String text) {
		assertRefused(text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1,\"a\":2}", "{\"b\":[{\"a\":1,\"\\u0061\":2}]}", "{\"\":1,\"\":1}" })
	void duplicateKeysAreRefused(String text) {
		assertRefused(text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "FF", "C3", "C328", "80", "E282", "F0288CBC", // cut or wrong
			"EDA080", "EDA0BDEDB880", // surrogates as characters of their own
			"C0AF", "C080", "E080AF", "F08080AF", // longer than need be
			"F4908080", "F7BFBFBF", "F888808080" /* beyond Unicode */ })
	void whatIsNotUtf8IsRefused(String hex) {
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		json.writeBytes("{\"a\":\"".getBytes(StandardCharsets.UTF_8));
		json.writeBytes(HexFormat.of().parseHex(hex));
		json.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
		assertRefused(json.toByteArray());
	}

	@Test
	void whatIsNotUtf8IsRefusedInNamesAndLateInALargeValueToo() {
		ByteArrayOutputStream json = new ByteArrayOutputStream();
		json.writeBytes(("[\"" + "ä".repeat(100_000) + "\",{\"").getBytes(StandardCharsets.UTF_8));
		json.writeBytes(HexFormat.of().parseHex("C0AF"));
		json.writeBytes("\":1}]".getBytes(StandardCharsets.UTF_8));
		assertRefused(json.toByteArray());
	}

	@Test
	void aLargeValueOutsideOfAsciiIsRead() {
		String text = "ä日😀".repeat(100_000);
		assertThat(read("[\"" + text + "\"]").get(0).stringValue()).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "UTF-16" })
	void anotherEncodingIsRefused(String charset) {
		assertRefused("{\"a\":\"b\"}".getBytes(Charset.forName(charset)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"\\ud800\"]", "[\"\\udc00\"]", "[\"\\udc00\\ud800\"]", "[\"x\\ud83dx\"]",
			"{\"\\ud800\":1}", "[[{\"a\":{\"b\":\"\\udfff\"}}]]", "\"\\ud800\"" })
	void halfOfASurrogatePairIsRefused(String text) {
		assertRefused(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void nestingIsBounded() {
		assertThat(read("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
		assertRefused(("[".repeat(101) + "]".repeat(101)).getBytes(StandardCharsets.UTF_8));
		assertRefused(("[".repeat(10_000) + "]".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
		assertRefused("{\"a\":".repeat(10_000).getBytes(StandardCharsets.UTF_8));
		assertThat(assertRefused("[".repeat(10_000_000).getBytes(StandardCharsets.UTF_8)).reason())
			.contains("depth (101)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "0.", "1e" })
	void numbersAreBounded(String start) {
		assertRefused((start + "1".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
		assertRefused(("[" + start + "1".repeat(10_000) + "]").getBytes(StandardCharsets.UTF_8));
		assertThat(read("[" + "9".repeat(1_000) + "]").get(0).isBigInteger()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e1000000000", "-1e1000000000", "1e-1000000000", "1E+999999999999", "[0.1e99999]" })
	void exponentsAreBounded(String number) {
		assertRefused(number.getBytes(StandardCharsets.UTF_8));
		assertThat(read("1e300").decimalValue()).isEqualTo(new BigDecimal("1e300"));
		assertThat(read("1.5e-300").decimalValue()).isEqualTo(new BigDecimal("1.5e-300"));
	}

	@Test
	void namesAreBounded() {
		assertThat(read("{\"" + "n".repeat(1_000) + "\":1}").size()).isOne();
		assertRefused(("{\"" + "n".repeat(10_000) + "\":1}").getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aMillionKeysAreReadInTime() {
		byte[] json = IntStream.range(0, 1_000_000)
			.mapToObj((number) -> "\"k" + number + "\":1")
			.collect(Collectors.joining(",", "{", "}"))
			.getBytes(StandardCharsets.UTF_8);
		StrictJsonReader patient = new StrictJsonReader(100, 2_000_002);
		assertTimeout(PATIENCE, () -> assertThat(patient.read(json).size()).isEqualTo(1_000_000));
	}

	@Test
	void tokensAreBounded() {
		StrictJsonReader strict = new StrictJsonReader(100, 10);
		assertThat(strict.read("[1,2,3,4,5,6,7,8]".getBytes(StandardCharsets.UTF_8)).size()).isEqualTo(8);
		assertThatThrownBy(() -> strict.read("[1,2,3,4,5,6,7,8,9]".getBytes(StandardCharsets.UTF_8)))
			.isInstanceOfSatisfying(MalformedJsonException.class,
					(failure) -> assertThat(failure.reason()).contains("10").doesNotContain("`", "StreamRead"));
	}

	@Test
	void keysThatCollideAreReadInTime() {
		// All of these strings have the same hash code.
		byte[] json = IntStream.range(0, 1 << 13)
			.mapToObj((number) -> "\"" + IntStream.range(0, 13)
				.mapToObj((bit) -> ((number >> bit & 1) == 0) ? "Aa" : "BB")
				.collect(Collectors.joining()) + "\":1")
			.collect(Collectors.joining(",", "{", "}"))
			.getBytes(StandardCharsets.UTF_8);
		assertTimeout(PATIENCE, () -> assertThat(this.reader.read(json).size()).isEqualTo(1 << 13));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{} {}", "{\"a\":1,\"a\":2}", "tru", "[NaN]", "{", "\"\\x\"", "[01]", "", "\u0000",
			"\uFEFF\uFEFF{}" })
	void theReasonNamesNoPartOfTheParser(String text) {
		assertThat(assertRefused(text.getBytes(StandardCharsets.UTF_8)).reason()).doesNotContain("tools.jackson")
			.doesNotContain("Feature")
			.doesNotContain("Exception")
			.doesNotContain("(bound as")
			.hasSizeLessThan(300);
	}

	@Test
	void theReasonSaysWhere() {
		assertThat(assertRefused("{\n \"a\": x}".getBytes(StandardCharsets.UTF_8)).reason())
			.contains("line 2, column 7");
	}

	private JsonNode read(String json) {
		return this.reader.read(json.getBytes(StandardCharsets.UTF_8));
	}

	private MalformedJsonException assertRefused(byte[] json) {
		assertThatExceptionOfType(MalformedJsonException.class).isThrownBy(() -> this.reader.read(json));
		return catchThrowableOfType(MalformedJsonException.class, () -> this.reader.read(json));
	}

}
