package dev.mcpgateway.postgres;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IdRangesTests {

	@Test
	void rangesHoldTheNumbersThatBeginWithTheDigitsAndNoOthers() {
		Random random = new Random(17);
		for (int i = 0; i < 20_000; i++) {
			long number = random.nextLong() >>> (1 + random.nextInt(63));
			String text = Long.toString(number);
			String own = text.substring(0, 1 + random.nextInt(text.length()));
			String other = Long.toString(1 + random.nextInt(999));
			assertThat(holds(IdRanges.startingWith(own), number)).as(own + " " + text).isTrue();
			assertThat(holds(IdRanges.startingWith(other), number)).as(other + " " + text)
				.isEqualTo(text.startsWith(other));
		}
	}

	@Test
	void theLargestNumberIsReached() {
		assertThat(holds(IdRanges.startingWith("92"), Long.MAX_VALUE)).isTrue();
		assertThat(holds(IdRanges.startingWith("9223372036854775807"), Long.MAX_VALUE)).isTrue();
		assertThat(IdRanges.startingWith("0")).isEqualTo(new IdRanges(List.of(0L), List.of(0L)));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "00", "01", "-1", "+1", "1.", "x", " 1", "9223372036854775808", "99999999999999999999" })
	void whatNoIdBeginsWithHasNoRange(String digits) {
		assertThat(IdRanges.startingWith(digits).low()).isEmpty();
	}

	private static boolean holds(IdRanges ranges, long number) {
		for (int i = 0; i < ranges.low().size(); i++) {
			if (ranges.low().get(i) <= number && number <= ranges.high().get(i)) {
				return true;
			}
		}
		return false;
	}

}
