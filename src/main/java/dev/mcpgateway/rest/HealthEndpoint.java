package dev.mcpgateway.rest;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mcpgateway.registry.BackendMonitor;
import dev.mcpgateway.registry.BackendStatus;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code GET /health}: 200 while any backend serves, 503 when none does. A gateway
 * without backends is healthy.
 */
final class HealthEndpoint {

	/** The newest revision of MCP that the gateway is made for. */
	private static final String MCP_VERSION = "2026-07-28";

	private final BackendMonitor backends;

	HealthEndpoint(BackendMonitor backends) {
		this.backends = backends;
	}

	Mono<ServerResponse> health(ServerRequest request) {
		return this.backends.statuses().flatMap((statuses) -> {
			boolean allUp = statuses.values().stream().allMatch((status) -> status == BackendStatus.UP);
			boolean anyUp = statuses.isEmpty() || statuses.containsValue(BackendStatus.UP);
			Status status = allUp ? Status.HEALTHY : anyUp ? Status.DEGRADED : Status.UNHEALTHY;
			return ServerResponse.status(anyUp ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(new Health(status, MCP_VERSION, statuses));
		});
	}

	private record Health(Status status, @JsonProperty("mcp_version") String mcpVersion,
			Map<String, BackendStatus> backends) {
	}

	private enum Status {

		@JsonProperty("healthy")
		HEALTHY,

		@JsonProperty("degraded")
		DEGRADED,

		@JsonProperty("unhealthy")
		UNHEALTHY

	}

}
