package dev.mcpgateway.rest;

import java.util.Map;
import java.util.Set;

import dev.mcpgateway.feature.FileStore;
import dev.mcpgateway.invocation.FileWriter;
import dev.mcpgateway.invocation.ResourceReader;
import dev.mcpgateway.invocation.ToolInvoker;
import dev.mcpgateway.registry.BackendMonitor;
import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.JsonResponses;
import dev.mcpgateway.web.LineWriter;
import dev.mcpgateway.web.ProblemTranslator;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.WebHandler;

/**
 * Mounts the endpoints. The two that do the work are plain {@code WebHandler}s behind a
 * map of URLs, asked before all other mappings: routing and codecs of functional
 * endpoints cost more than a small call itself (see ADR 0004).
 */
@Configuration(proxyBeanMethods = false)
class RestConfiguration {

	private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

	@Bean
	SimpleUrlHandlerMapping restEndpoints(BodyReader bodies, ToolInvoker invoker, ResourceReader reader,
			EndpointWriters writers) {
		return new SimpleUrlHandlerMapping(
				Map.of("/api/mcp/tool",
						post(new ToolCallEndpoint(bodies, invoker, writers.lines(), writers.mapper(),
								writers.problems())),
						"/api/mcp/resource",
						post(new ResourceEndpoint(bodies, reader, new ResourceResponses(writers.responses())))),
				Ordered.HIGHEST_PRECEDENCE);
	}

	/** A mapping of its own: its pattern is not looked at for the calls above. */
	@Bean
	SimpleUrlHandlerMapping fileEndpoint(ObjectProvider<FileStore> stores, FileWriter writer, ResourceReader reader,
			EndpointWriters writers) {
		FileStore store = stores.getIfAvailable();
		Map<String, WebHandler> endpoints = (store == null) ? Map.of()
				: Map.of(FileEndpoint.PATH + "**", new FileEndpoint(store, writer, reader,
						new ResourceResponses(writers.responses()), writers.responses()));
		return new SimpleUrlHandlerMapping(endpoints, Ordered.HIGHEST_PRECEDENCE + 1);
	}

	private static WebHandler post(WebHandler endpoint) {
		return (exchange) -> {
			HttpMethod method = exchange.getRequest().getMethod();
			return HttpMethod.POST.equals(method) ? endpoint.handle(exchange)
					: Mono.error(new MethodNotAllowedException(method, Set.of(HttpMethod.POST)));
		};
	}

	@Bean
	EndpointWriters endpointWriters(JsonMapper mapper, ProblemTranslator problems, JsonResponses responses,
			LineWriter lines) {
		return new EndpointWriters(mapper, problems, responses, lines);
	}

	@Bean
	RouterFunction<ServerResponse> restRoutes(FeatureRegistry registry, BackendMonitor backends, JsonMapper mapper) {
		CatalogEndpoints catalog = new CatalogEndpoints(registry, mapper);
		return get("/api/mcp/tools", catalog::tools).and(get("/api/mcp/tools/{name}", catalog::tool))
			.and(get("/api/mcp/resources", catalog::resources))
			.and(get("/health", new HealthEndpoint(backends)::health));
	}

	/** Answers GET and HEAD, and says so to other methods. */
	private static RouterFunction<ServerResponse> get(String path, HandlerFunction<ServerResponse> handler) {
		return RouterFunctions.route()
			.GET(path, handler)
			.HEAD(path, handler)
			.route(RequestPredicates.path(path),
					(request) -> Mono.error(new MethodNotAllowedException(request.method(), READING)))
			.build();
	}

	/**
	 * What endpoints answer with.
	 */
	record EndpointWriters(JsonMapper mapper, ProblemTranslator problems, JsonResponses responses, LineWriter lines) {
	}

}
