package dev.mcpgateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Says where the gateway is, and what to try first.
 */
@Component
class StartupLog implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.class);

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (!(event.getApplicationContext() instanceof WebServerApplicationContext context)
				|| context.getWebServer() == null) {
			return;
		}
		String address = context.getEnvironment().getProperty("server.address", "127.0.0.1");
		String host = ("0.0.0.0".equals(address) || "::".equals(address)) ? "127.0.0.1" : address;
		String url = "http://%s:%d".formatted(host, context.getWebServer().getPort());
		logger.info("Serving on {} (bound to {}). Try:\n\n"
				+ "  curl -N {}/api/mcp/tool -H 'Content-Type: application/json' "
				+ "-d '{\"tool_name\": \"count\", \"arguments\": {\"to\": 5}}'\n", url, address, url);
	}

}
