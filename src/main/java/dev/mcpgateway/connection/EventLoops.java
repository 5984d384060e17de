package dev.mcpgateway.connection;

import java.time.Duration;

import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.stereotype.Component;

/**
 * The event loops of the HTTP server, which connections to backends may share. They are
 * of this application alone. They end with its beans and not with its lifecycle: what
 * runs on them says goodbye to its servers first, and a context that is started again
 * finds them.
 */
@Component
class EventLoops extends ReactorResourceFactory {

	EventLoops() {
		setUseGlobalResources(false);
		// Connections have been closed by then; waiting for more would delay every stop.
		setShutdownQuietPeriod(Duration.ZERO);
	}

	@Override
	public void stop() {
		// They outlive the lifecycle.
	}

	@Override
	public void destroy() {
		super.stop();
	}

}
