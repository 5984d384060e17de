package dev.mcpgateway.streamablehttp;

import dev.mcpgateway.json.StrictJsonReader;
import dev.mcpgateway.mcp.McpProperties;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.HttpProperties;
import dev.mcpgateway.web.ProblemTranslator;
import dev.mcpgateway.web.RequestGate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the endpoint together and mounts it.
 */
@Configuration(proxyBeanMethods = false)
class StreamableHttpConfiguration {

	@Bean
	NettyMcpRoutes nettyMcpRoutes(McpServer server, McpProperties properties, StreamableHttpProperties streaming,
			HttpProperties http, RequestGate gate, BodyReader bodies, FeatureRegistry registry,
			ProblemTranslator problems) {
		Replies replies = new Replies(streaming);
		ModernEndpoint modern = new ModernEndpoint(server, new ModernHeaders(new ParameterHeaders(registry)), replies);
		LegacyEndpoint legacy = new LegacyEndpoint(server, replies, properties.session().resumeBuffer());
		RequestClassifier classifier = new RequestClassifier(new StrictJsonReader(http.maxDepth(), http.maxTokens()));
		return new NettyMcpRoutes(new McpEndpoint(gate, bodies, classifier, modern, legacy, problems));
	}

}
