package dev.mcpgateway.streamablehttp;

import dev.mcpgateway.json.StrictJsonReader;
import dev.mcpgateway.mcp.McpProperties;
import dev.mcpgateway.mcp.McpServer;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.streamablehttp.replay.ReplayMemory;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.ByteBudget;
import dev.mcpgateway.web.HttpProperties;
import dev.mcpgateway.web.ProblemTranslator;
import dev.mcpgateway.web.RequestGate;
import dev.mcpgateway.web.UnreadBytes;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the endpoint together and mounts it.
 */
@Configuration(proxyBeanMethods = false)
class StreamableHttpConfiguration {

	@Bean
	StreamUsage streamUsage(McpProperties properties) {
		return new StreamUsage(new ByteBudget(properties.session().resumeBudget().toBytes()));
	}

	@Bean
	ResponseMode responseMode(StreamableHttpProperties streaming, StreamUsage usage, UnreadBytes unread) {
		return new ResponseMode(streaming, usage, unread);
	}

	@Bean
	ModernEndpoint modernEndpoint(McpServer server, FeatureRegistry registry, ResponseMode modes) {
		return new ModernEndpoint(server, new ModernHeaders(new ParameterHeaders(registry)), modes);
	}

	@Bean
	LegacyEndpoint legacyEndpoint(McpServer server, ResponseMode modes, StreamUsage usage,
			StreamableHttpProperties streaming, McpProperties properties) {
		return new LegacyEndpoint(server, modes, new LegacyStreams(server, modes, new ReplayMemory(usage.kept()),
				streaming, properties.session().resumeBuffer()));
	}

	@Bean
	NettyMcpRoutes nettyMcpRoutes(HttpProperties http, RequestGate gate, BodyReader bodies, ModernEndpoint modern,
			LegacyEndpoint legacy, ProblemTranslator problems) {
		RequestClassifier classifier = new RequestClassifier(new StrictJsonReader(http.maxDepth(), http.maxTokens()));
		return new NettyMcpRoutes(new McpEndpoint(gate, bodies, classifier, modern, legacy, problems));
	}

}
