package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.mcpgateway.feature.Caller;
import dev.mcpgateway.mcp.McpProperties.SessionProperties;
import dev.mcpgateway.requirement.Requirement;
import dev.mcpgateway.wire.LegacyCodec;
import dev.mcpgateway.wire.Revision;
import dev.mcpgateway.wire.ServerIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session belongs to who opened it.
 */
class SessionsTests {

	private static final Caller ANN = new Caller("ann");

	@Test
	@Requirement({ "2025-elicitation-state-of-user", "2025-elicitation-state-not-of-session",
			"2025-elicitation-bound" })
	void theIdAloneOpensNothing() {
		Sessions sessions = new Sessions(new SessionProperties(10, Duration.ofMinutes(1), 10, 10, 10, ""));
		Session session = open(sessions);
		assertThat(sessions.find(session.id(), ANN)).contains(session);
		assertThat(sessions.find(session.id(), new Caller("bob"))).isEmpty();
		assertThat(sessions.find(session.id(), Caller.ANONYMOUS)).isEmpty();
	}

	@Test
	void howeverManyAreOpenedAtOnceThereAreNeverMoreThanThereMayBe() throws Exception {
		Sessions sessions = new Sessions(new SessionProperties(10, Duration.ofMinutes(1), 10, 10, 10, ""));
		List<Session> opened = new CopyOnWriteArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Integer>> sizes = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				sizes.add(threads.submit(() -> {
					opened.add(open(sessions));
					return sessions.size();
				}));
			}
			for (Future<Integer> size : sizes) {
				assertThat(size.get()).isLessThanOrEqualTo(10);
			}
		}
		assertThat(sessions.size()).isEqualTo(10);
		assertThat(opened).hasSize(200)
			.filteredOn((session) -> sessions.find(session.id(), ANN).isEmpty())
			.hasSize(190)
			.allSatisfy((session) -> assertThat(session.ended().blockOptional(Duration.ofSeconds(5))).isEmpty());
	}

	private static Session open(Sessions sessions) {
		return sessions.open(ANN, new LegacyCodec(Revision.V2025_11_25, new ServerIdentity("g", "1", "", false)),
				Set.of(), new Session.Limits(10, 10, 10, Duration.ofSeconds(1), (uri) -> true));
	}

}
