package dev.mcpgateway.stdio;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;

import dev.mcpgateway.mcp.McpServer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs the gateway without a web server, for the client at the other end of the standard
 * streams, until that closes its end.
 */
public final class StdioApplication {

	private StdioApplication() {
	}

	/**
	 * Runs until the client has gone.
	 * @param application the application's class
	 * @param args its arguments
	 */
	public static void run(Class<?> application, String[] args) {
		FileOutputStream protocol = new FileOutputStream(FileDescriptor.out);
		// Whatever else is printed must not get between messages (stdio: the server MUST
		// NOT write anything to its stdout that is not a valid MCP message).
		System.setOut(System.err);
		SpringApplication gateway = new SpringApplication(application);
		gateway.setWebApplicationType(WebApplicationType.NONE);
		gateway.setDefaultProperties(Map.of("spring.main.keep-alive", "false"));
		try (ConfigurableApplicationContext context = gateway.run(args)) {
			new StdioServer(context.getBean(McpServer.class)).serve(System.in, protocol);
		}
	}

}
