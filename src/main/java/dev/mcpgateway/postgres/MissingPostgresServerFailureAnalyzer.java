package dev.mcpgateway.postgres;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says what to set when no PostgreSQL server is named and none is embedded. Before Spring
 * Boot's own analyzer, which advises databases that the gateway cannot use.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingPostgresServerFailureAnalyzer implements FailureAnalyzer {

	/** The exception's class is not public. */
	private static final String EXCEPTION = "ConnectionFactoryBeanCreationException";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause.getClass().getSimpleName().equals(EXCEPTION)) {
				return new FailureAnalysis("No PostgreSQL server is configured, and none is embedded in this jar.",
						"Set spring.r2dbc.url (r2dbc:postgresql://host:5432/database), spring.r2dbc.username and "
								+ "spring.r2dbc.password, or switch the adapter off by gateway.postgres.enabled=false.",
						cause);
			}
		}
		return null;
	}

}
