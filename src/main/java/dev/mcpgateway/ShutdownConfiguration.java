package dev.mcpgateway;

import java.time.Duration;

import dev.mcpgateway.invocation.CallGuard;
import dev.mcpgateway.invocation.CallProperties;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/**
 * How long each step of the stop may take. Running calls have their drain time; when they
 * have ended, what is left of responses is for readers who take nothing.
 */
@Configuration(proxyBeanMethods = false)
class ShutdownConfiguration {

	/** How long readers may take for the end of responses whose calls have ended. */
	private static final Duration LAST_BYTES = Duration.ofSeconds(2);

	private static final Duration MARGIN = Duration.ofSeconds(1);

	/** In place of Spring Boot's, which gives every step the same time. */
	@Bean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME)
	DefaultLifecycleProcessor lifecycleProcessor(LifecycleProperties properties, CallProperties calls) {
		DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
		processor.setTimeoutPerShutdownPhase(properties.getTimeoutPerShutdownPhase().toMillis());
		processor.setTimeoutForShutdownPhase(CallGuard.PHASE, calls.drainTime().plus(MARGIN).toMillis());
		processor.setTimeoutForShutdownPhase(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE,
				LAST_BYTES.toMillis());
		return processor;
	}

}
