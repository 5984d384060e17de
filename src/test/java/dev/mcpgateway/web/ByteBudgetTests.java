package dev.mcpgateway.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ByteBudgetTests {

	private final ByteBudget budget = new ByteBudget(100);

	@Test
	void bytesAreReservedUpToTheLimit() {
		assertThat(this.budget.tryReserve(60)).isTrue();
		assertThat(this.budget.tryReserve(41)).isFalse();
		assertThat(this.budget.tryReserve(40)).isTrue();
		assertThat(this.budget.tryReserve(1)).isFalse();
		assertThat(this.budget.used()).isEqualTo(100);
		assertThat(this.budget.limit()).isEqualTo(100);
	}

	@Test
	void releasedBytesCanBeReservedAgain() {
		assertThat(this.budget.tryReserve(100)).isTrue();
		this.budget.release(30);
		assertThat(this.budget.used()).isEqualTo(70);
		assertThat(this.budget.tryReserve(30)).isTrue();
	}

	@Test
	void aHugeReservationDoesNotOverflow() {
		assertThat(this.budget.tryReserve(1)).isTrue();
		assertThat(this.budget.tryReserve(Long.MAX_VALUE)).isFalse();
	}

	@Test
	void moreThanWasReservedCannotBeReleased() {
		assertThat(this.budget.tryReserve(5)).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> this.budget.release(6));
		assertThatIllegalArgumentException().isThrownBy(() -> this.budget.release(-1));
		assertThat(this.budget.used()).isEqualTo(5);
	}

	@Test
	void manyThreadsNeverExceedTheLimit() throws Exception {
		List<Future<?>> done = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			for (int i = 0; i < 4; i++) {
				done.add(threads.submit(this::reserveAndRelease));
			}
			for (Future<?> each : done) {
				each.get();
			}
		}
		assertThat(this.budget.used()).isZero();
	}

	private void reserveAndRelease() {
		for (int i = 0; i < 100_000; i++) {
			if (this.budget.tryReserve(33)) {
				assertThat(this.budget.used()).isLessThanOrEqualTo(99);
				this.budget.release(33);
			}
		}
	}

}
