package dev.mcpgateway.annotation;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which declaration stopped the start, without a stack trace.
 */
class InvalidFeatureFailureAnalyzer extends AbstractFailureAnalyzer<InvalidFeatureException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidFeatureException cause) {
		return new FailureAnalysis("A feature is declared wrongly.\n\n    " + cause.getMessage(),
				"Correct the annotated method.", cause);
	}

}
