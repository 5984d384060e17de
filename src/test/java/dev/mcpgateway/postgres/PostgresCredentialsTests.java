package dev.mcpgateway.postgres;

import java.util.Map;

import dev.mcpgateway.testing.Gateway;
import dev.mcpgateway.testing.GatewayClient.Answer;
import dev.mcpgateway.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class PostgresCredentialsTests {

	private static final String WRONG = "not-the-passw0rd";

	@Test
	void wrongPasswordIsAFailureOfTheBackendAndIsToldToNobody(CapturedOutput output) {
		try (Gateway gateway = DocumentCalls.start("wrong_password", "spring.r2dbc.password=" + WRONG)) {
			Answer answer = gateway.client().call("list_documents", Map.of());
			assertThat(answer.status()).isEqualTo(502);
			assertThat(answer.json().get("detail").stringValue()).isEqualTo("Backend postgres failed.");
			assertThat(gateway.client().get("/health").json().get("backends").get("postgres").stringValue())
				.isEqualTo("down");
			assertThat(answer.text()).doesNotContain(WRONG);
		}
		assertThat(output.getAll()).contains("password authentication failed")
			.doesNotContain(WRONG)
			.doesNotContain(TestDatabase.password());
	}

}
