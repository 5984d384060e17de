package dev.mcpgateway;

import java.util.List;

import dev.mcpgateway.stdio.StdioApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the gateway.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class McpGatewayApplication {

	/**
	 * Starts the gateway: as an HTTP server, or with {@code --stdio} for the one client
	 * that started it.
	 */
	public static void main(String[] args) {
		NettyDefaults.apply();
		FatalErrors fatal = FatalErrors.install();
		if (List.of(args).contains("--stdio")) {
			StdioApplication.run(McpGatewayApplication.class, args);
		}
		else {
			SpringApplication application = new SpringApplication(McpGatewayApplication.class);
			application.addListeners(fatal);
			application.run(args);
		}
	}

}
