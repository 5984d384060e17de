package dev.mcpgateway.source;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How the connections of a source are divided.
 */
class SharesTests {

	@Test
	void sharesOfAPoolFillIt() {
		assertThat(Shares.of(pool(20, 0, true), bounds(null, null, null))).isEqualTo(new Shares(11, 6, 3, true));
		assertThat(Shares.of(pool(20, 1, false), bounds(null, null, null))).isEqualTo(new Shares(14, 5, 0, true));
		assertThat(Shares.of(pool(3, 0, true), bounds(null, null, null))).isEqualTo(new Shares(1, 1, 1, true));
		assertThat(Shares.of(pool(3, 1, false), bounds(null, null, null))).isEqualTo(new Shares(1, 1, 0, true));
	}

	@Test
	void poolThatCannotBeDividedIsSharedByAll() {
		assertThat(Shares.of(pool(2, 0, true), bounds(null, null, null))).isEqualTo(new Shares(2, 2, 2, false));
		assertThat(Shares.of(pool(1, 1, false), bounds(null, null, null))).isEqualTo(new Shares(1, 1, 0, false));
	}

	@Test
	void whatIsSetIsKeptAndCallsGetTheRest() {
		assertThat(Shares.of(pool(20, 0, true), bounds(null, 10, 2))).isEqualTo(new Shares(8, 10, 2, true));
		assertThat(Shares.of(pool(20, 0, true), bounds(4, 4, 4))).isEqualTo(new Shares(4, 4, 4, true));
	}

	@Test
	void sharesLargerThanThePoolAreRefusedWithTheReason() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Shares.of(pool(20, 0, true), bounds(12, 6, 3)))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo("gateway.sample.bulkhead.streams");
				assertThat(failure.getReason())
					.isEqualTo("The shares (calls 12, streams 6, state 3) and 0 connections for other purposes "
							+ "do not fit into the 20 connections of sample.max-size.");
			});
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Shares.of(pool(20, 0, true), bounds(null, 20, null)));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Shares.of(pool(2, 0, true), bounds(2, null, null)));
	}

	@Test
	void stateWhereThereIsNoneIsRefused() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Shares.of(pool(20, 1, false), bounds(null, null, 1)))
			.satisfies((failure) -> assertThat(failure.getName()).isEqualTo("gateway.sample.bulkhead.state"));
	}

	private static Shares.Pool pool(int size, int reserved, boolean keepsState) {
		return new Shares.Pool("gateway.sample", "sample.max-size", size, reserved, 30, keepsState);
	}

	private static BulkheadProperties bounds(@Nullable Integer calls, @Nullable Integer streams,
			@Nullable Integer state) {
		return new BulkheadProperties(calls, streams, state, 32, 32, Duration.ofSeconds(3), Duration.ofSeconds(15),
				DataSize.ofKilobytes(16), Duration.ofSeconds(5));
	}

}
