package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.Set;

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
		Session session = sessions.open(ANN,
				new LegacyCodec(Revision.V2025_11_25, new ServerIdentity("g", "1", "", false)), Set.of(),
				new Session.Limits(10, 10, 10, Duration.ofSeconds(1), (uri) -> true));
		assertThat(sessions.find(session.id(), ANN)).contains(session);
		assertThat(sessions.find(session.id(), new Caller("bob"))).isEmpty();
		assertThat(sessions.find(session.id(), Caller.ANONYMOUS)).isEmpty();
	}

}
