package dev.mcpgateway.services;

import java.util.List;

import dev.mcpgateway.web.BodyReader;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;

/**
 * The register of services, where there is a store for it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "gateway.postgres.enabled", matchIfMissing = true)
class ServicesConfiguration {

	private static final String ALL = "/services";

	private static final String ONE = "/services/{id}";

	@Bean
	ServiceDirectory serviceDirectory(ServiceStore store, ServicesProperties properties) {
		return new ServiceDirectory(store, properties);
	}

	@Bean
	RouterFunction<ServerResponse> serviceRoutes(ServiceDirectory directory, BodyReader bodies,
			ServicesProperties properties) {
		ServiceEndpoints endpoints = new ServiceEndpoints(directory, bodies, properties);
		RequestPredicate read = RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD);
		return RouterFunctions.route()
			.route(read.and(RequestPredicates.path(ALL)), endpoints::list)
			.POST(ALL, endpoints::register)
			.route(RequestPredicates.path(ALL),
					(request) -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST))
			.route(read.and(RequestPredicates.path(ONE)), endpoints::find)
			.DELETE(ONE, endpoints::remove)
			.route(RequestPredicates.path(ONE),
					(request) -> notAllowed(request, HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE))
			.build();
	}

	private static Mono<ServerResponse> notAllowed(ServerRequest request, HttpMethod... allowed) {
		return Mono.error(new MethodNotAllowedException(request.method(), List.of(allowed)));
	}

}
