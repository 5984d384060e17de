package dev.mcpgateway.mcp;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.invocation.PromptGetter;
import dev.mcpgateway.invocation.ResourceReader;
import dev.mcpgateway.invocation.ResultProperties;
import dev.mcpgateway.invocation.ToolInvoker;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.task.Tasks;
import dev.mcpgateway.wire.LegacyCodec;
import dev.mcpgateway.wire.ModernCodec;
import dev.mcpgateway.wire.Revision;
import dev.mcpgateway.wire.ServerIdentity;
import dev.mcpgateway.wire.WireCodec;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the MCP server together.
 */
@Configuration(proxyBeanMethods = false)
class McpConfiguration {

	private static final String INSTRUCTIONS = "Tools, resources and prompts over the systems behind this gateway. "
			+ "Errors of tools say what to change.";

	@Bean
	TaskCalls taskCalls(ObjectProvider<Tasks> tasks) {
		return new TaskCalls(tasks.getIfAvailable());
	}

	@Bean
	ServerIdentity serverIdentity(ObjectProvider<BuildProperties> build, TaskCalls tasks) {
		BuildProperties properties = build.getIfAvailable();
		String version = (properties != null && properties.getVersion() != null) ? properties.getVersion() : "unknown";
		return new ServerIdentity("mcp-gateway", version, INSTRUCTIONS, tasks.isAvailable());
	}

	@Bean
	Seal seal(McpProperties properties) {
		return new Seal(properties.stateKey());
	}

	@Bean
	ChangeHub changeHub(FeatureRegistry registry, ResourceUpdates updates, McpProperties properties) {
		return new ChangeHub(registry, updates, properties.maxSubscriptionSize().toBytes());
	}

	@Bean
	Sessions sessions(McpProperties properties, FeatureRegistry registry, ChangeHub changes) {
		Session.Limits limits = new Session.Limits(properties.session().maxSubscriptions(),
				properties.session().maxRunning(), properties.maxRounds(), properties.stateTtl(),
				(uri) -> registry.catalog().resource(uri).isPresent());
		return new Sessions(properties.session(), new Session.Surroundings(limits, changes, System::nanoTime));
	}

	@Bean
	Subscriptions subscriptions(ChangeHub changes, TaskCalls tasks, McpProperties properties) {
		return new Subscriptions(changes, tasks, properties.maxListeners());
	}

	@Bean
	ResultPages resultPages(ToolInvoker invoker, ResultProperties limits, JsonMapper mapper, Seal seal) {
		return new ResultPages(invoker, limits, mapper, seal, Clock.systemUTC());
	}

	@Bean
	FeatureCalls featureCalls(ResourceReader resources, PromptGetter prompts, ResultProperties limits,
			JsonMapper mapper, ResultPages pages) {
		return new FeatureCalls(resources, new ResourceContentsReader(limits, mapper), prompts, pages);
	}

	@Bean
	ToolCalls toolCalls(ToolInvoker invoker, ResultProperties limits, JsonMapper mapper, TaskCalls tasks,
			ResultPages pages) {
		return new ToolCalls(invoker, limits, mapper, tasks, pages);
	}

	@Bean
	SessionSupport sessionSupport(Sessions sessions, Seal seal, McpProperties properties) {
		return new SessionSupport(sessions, new RequestStates(seal, properties.stateTtl(), Clock.systemUTC()));
	}

	@Bean
	CatalogPages catalogPages(FeatureRegistry registry, Seal seal, McpProperties properties) {
		return new CatalogPages(registry, seal, properties.pageSize());
	}

	@Bean
	McpMethods mcpMethods(CatalogPages lists, ToolCalls tools, FeatureCalls features, TaskCalls tasks,
			Subscriptions subscriptions) {
		return new McpMethods(lists, tools, features, tasks, subscriptions);
	}

	@Bean
	McpServer mcpServer(ServerIdentity identity, McpProperties properties, McpMethods methods, SessionSupport sessions,
			McpRequestObserver observer) {
		return new McpServer(wireCodecs(identity, properties), methods, sessions, new Batches(properties.batch()),
				observer);
	}

	private static Map<Revision, WireCodec> wireCodecs(ServerIdentity identity, McpProperties properties) {
		Map<Revision, WireCodec> codecs = new EnumMap<>(Revision.class);
		for (Revision each : Revision.values()) {
			codecs.put(each, switch (each.era()) {
				case LEGACY -> new LegacyCodec(each, identity);
				case MODERN -> new ModernCodec(identity, properties.listTtl());
			});
		}
		return codecs;
	}

}
