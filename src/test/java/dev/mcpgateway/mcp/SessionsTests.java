package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.jsonrpc.RequestId;
import dev.mcpgateway.mcp.McpProperties.SessionProperties;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.wire.LegacyCodec;
import dev.mcpgateway.wire.Revision;
import dev.mcpgateway.wire.ServerIdentity;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How many sessions there are, how long they live, and whose they are.
 */
class SessionsTests {

	private static final Caller ANN = new Caller("ann");

	private static final int MAX = 10;

	private static final Duration IDLE_TIME = Duration.ofMinutes(30);

	private static final Duration UNUSED_TIME = Duration.ofMinutes(5);

	private final AtomicLong now = new AtomicLong();

	private final Sessions sessions = new Sessions(
			new SessionProperties(MAX, IDLE_TIME, UNUSED_TIME, 10, 10, 10, DataSize.ofMegabytes(1), ""),
			new Session.Surroundings(new Session.Limits(10, 10, 10, Duration.ofSeconds(1), (uri) -> true),
					new ChangeHub(new FeatureRegistry(List.of()), new NoUpdates(), 1024), this.now::get));

	@Test
	@Requirement({ "2025-elicitation-state-of-user", "2025-elicitation-state-not-of-session",
			"2025-elicitation-bound" })
	void theIdAloneOpensNothing() {
		Session session = open();
		assertThat(this.sessions.find(session.id(), ANN)).contains(session);
		assertThat(this.sessions.find(session.id(), new Caller("bob"))).isEmpty();
		assertThat(this.sessions.find(session.id(), Caller.ANONYMOUS)).isEmpty();
	}

	@Test
	void manyOpenedAtOnceNeverExceedTheLimit() throws Exception {
		List<Session> opened = new CopyOnWriteArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Integer>> sizes = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				sizes.add(threads.submit(() -> {
					opened.add(open());
					return this.sessions.size();
				}));
			}
			for (Future<Integer> size : sizes) {
				assertThat(size.get()).isLessThanOrEqualTo(MAX);
			}
		}
		assertThat(this.sessions.size()).isEqualTo(MAX);
		assertThat(opened).hasSize(200)
			.filteredOn((session) -> this.sessions.find(session.id(), ANN).isEmpty())
			.hasSize(190)
			.allSatisfy((session) -> assertThat(session.ended().blockOptional(Duration.ofSeconds(5))).isEmpty());
	}

	@Test
	void theSessionIdleLongestIsEvicted() {
		List<Session> opened = fill();
		opened.forEach(SessionsTests::work);
		for (Session each : opened) {
			if (each != opened.get(6)) {
				pass(Duration.ofSeconds(1));
				this.sessions.find(each.id(), ANN);
			}
		}
		open();
		assertThat(find(opened.get(6))).isFalse();
		assertThat(opened).filteredOn(this::find).hasSize(MAX - 1);
	}

	@Test
	void sessionsThatNeverWorkedAreEvictedFirst() {
		List<Session> opened = fill();
		work(opened.getFirst());
		pass(Duration.ofSeconds(5));
		opened.stream().skip(1).forEach((each) -> this.sessions.find(each.id(), ANN));
		pass(Duration.ofSeconds(5));
		for (int i = 0; i < MAX - 1; i++) {
			open();
		}
		assertThat(find(opened.getFirst())).isTrue();
		assertThat(opened).filteredOn(this::find).hasSize(1);
	}

	@Test
	void busySessionsAreNeverEvicted() {
		List<Disposable> busy = fill().stream().map(SessionsTests::keepBusy).toList();
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(this::open).withMessageContaining("in use");
		assertThat(this.sessions.size()).isEqualTo(MAX);
		busy.getLast().dispose();
		open();
		assertThat(this.sessions.size()).isEqualTo(MAX);
		busy.forEach(Disposable::dispose);
	}

	@Test
	void aSessionThatNeverWorkedExpiresEarly() {
		Session unused = open();
		Session used = open();
		work(used);
		pass(UNUSED_TIME.plusSeconds(1));
		this.sessions.sweep();
		assertThat(find(unused)).isFalse();
		assertThat(find(used)).isTrue();
		pass(IDLE_TIME.plusSeconds(1));
		this.sessions.sweep();
		assertThat(this.sessions.size()).isZero();
	}

	@Test
	void anOpenStreamKeepsASessionAndItsEndStartsTheClock() {
		Session session = open();
		Disposable stream = session.inUse(Flux.never()).subscribe();
		pass(IDLE_TIME.multipliedBy(3));
		this.sessions.sweep();
		assertThat(find(session)).isTrue();
		stream.dispose();
		pass(IDLE_TIME.minusSeconds(1));
		this.sessions.sweep();
		assertThat(this.sessions.size()).isEqualTo(1);
		pass(Duration.ofSeconds(2));
		this.sessions.sweep();
		assertThat(this.sessions.size()).isZero();
	}

	@Test
	void aSessionThatEndsDisposesOfWhatItsTransportKeeps() {
		Session session = open();
		Disposable.Composite kept = session.transport(Disposable.Composite.class, Disposables::composite);
		this.sessions.end(session);
		assertThat(kept.isDisposed()).isTrue();
		assertThat(session.transport(Disposable.Composite.class, Disposables::composite)).isSameAs(kept);
	}

	private List<Session> fill() {
		List<Session> opened = new ArrayList<>();
		for (int i = 0; i < MAX; i++) {
			opened.add(open());
		}
		return opened;
	}

	private static void work(Session session) {
		session.run(RequestId.of(1), Flux.empty()).blockLast();
	}

	private static Disposable keepBusy(Session session) {
		return session.run(RequestId.of(1), Flux.never()).subscribe();
	}

	private boolean find(Session session) {
		return this.sessions.find(session.id(), ANN).isPresent();
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private Session open() {
		return this.sessions.open(ANN, new LegacyCodec(Revision.V2025_11_25, new ServerIdentity("g", "1", "", false)),
				Set.of());
	}

	/**
	 * Nothing ever changes.
	 */
	private static final class NoUpdates implements ResourceUpdates {

		@Override
		public void updated(String uri) {
		}

		@Override
		public Flux<Update> updates() {
			return Flux.never();
		}

	}

}
