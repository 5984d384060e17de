package dev.mcpgateway.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.ResourceRead;
import dev.mcpgateway.invocation.ResourceReader;
import dev.mcpgateway.schema.SchemaViolation;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.RequestException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * {@code POST /api/mcp/resource}: reads a resource.
 */
final class ResourceEndpoint implements WebHandler {

	private final BodyReader bodies;

	private final ResourceReader reader;

	private final ResourceResponses responses;

	ResourceEndpoint(BodyReader bodies, ResourceReader reader, ResourceResponses responses) {
		this.bodies = bodies;
		this.reader = reader;
		this.responses = responses;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ResourceRead.Conditions conditions = ReadConditions.of(exchange.getRequest().getHeaders());
		return this.bodies.read(exchange.getRequest(), (body) -> {
			RequestMembers.refuseUnknown(body, Set.of("uri", "params"));
			return this.reader
				.read(RequestMembers.requiredString(body, "uri"), params(body), CallContext.ANONYMOUS, conditions)
				.flatMap((content) -> this.responses.write(exchange.getResponse(), content));
		});
	}

	/**
	 * Values of variables are text in a URI; numbers and booleans may be sent as such.
	 */
	private static Map<String, String> params(ObjectNode body) {
		Map<String, String> params = new LinkedHashMap<>();
		ObjectNode sent = RequestMembers.optionalObject(body, "params");
		for (Map.Entry<String, JsonNode> each : sent.properties()) {
			if (each.getValue().isNull()) {
				continue;
			}
			if (!each.getValue().isValueNode()) {
				throw RequestException.malformed(SchemaViolation.pointer("/params", each.getKey()),
						"The value must be a string, a number or a boolean.");
			}
			params.put(each.getKey(), each.getValue().asString());
		}
		return params;
	}

}
