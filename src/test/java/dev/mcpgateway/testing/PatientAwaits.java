package dev.mcpgateway.testing;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.Extension;

/**
 * Lets every test that polls look often, so that a quick machine does not wait, and give
 * up late, so that a busy one does not fail.
 * <p>
 * JUnit finds it as a service.
 */
public final class PatientAwaits implements Extension {

	static {
		Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
		Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
	}

}
