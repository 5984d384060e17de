package dev.mcpgateway.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Turns an {@link EmbeddedServerException} into Boot's two-paragraph report instead of a
 * stack trace.
 */
class EmbeddedServerFailureAnalyzer extends AbstractFailureAnalyzer<EmbeddedServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedServerException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
