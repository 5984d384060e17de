package dev.mcpgateway.rest;

import java.util.Locale;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.WriteFailure;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.invocation.PreparedCall;
import dev.mcpgateway.invocation.ToolInvoker;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.LineFormat;
import dev.mcpgateway.web.LineWriter;
import dev.mcpgateway.web.ProblemTranslator;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * {@code POST /api/mcp/tool}: calls a tool and answers with NDJSON.
 */
final class ToolCallEndpoint implements WebHandler {

	/** With {@code profile=events} in {@code Accept}, each line is an envelope. */
	private static final MediaType EVENTS = MediaType.parseMediaType("application/x-ndjson;profile=events");

	private final BodyReader bodies;

	private final ToolInvoker invoker;

	private final LineWriter lines;

	private final JsonMapper mapper;

	private final ProblemTranslator problems;

	ToolCallEndpoint(BodyReader bodies, ToolInvoker invoker, LineWriter lines, JsonMapper mapper,
			ProblemTranslator problems) {
		this.bodies = bodies;
		this.invoker = invoker;
		this.lines = lines;
		this.mapper = mapper;
		this.problems = problems;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		return this.bodies.read(exchange.getRequest(), (body) -> {
			ToolRequest request = ToolRequest.of(body);
			return this.invoker.prepare(request.toolName(), request.arguments(), CallContext.ANONYMOUS)
				.flatMap((call) -> answer(exchange, call));
		});
	}

	private Mono<Void> answer(ServerWebExchange exchange, PreparedCall call) {
		ServerHttpResponse response = exchange.getResponse();
		WriteFailure writeFailure = call.call().writeFailure();
		// Tells proxies not to hold lines back.
		response.getHeaders().set("X-Accel-Buffering", "no");
		if (wantsEvents(exchange)) {
			response.getHeaders().setContentType(EVENTS);
			return this.lines.writeStream(response, call.events(),
					new NdjsonFormat.Events(this.mapper, this.problems, writeFailure));
		}
		response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
		LineFormat<CallToolEvent> format = new NdjsonFormat.Plain(this.mapper, this.problems, writeFailure);
		return (call.emission() == Emission.SINGLE) ? this.lines.writeWhole(response, call.events(), format)
				: this.lines.writeStream(response, call.events(), format);
	}

	private static boolean wantsEvents(ServerWebExchange exchange) {
		String accept = exchange.getRequest().getHeaders().getFirst(HttpHeaders.ACCEPT);
		if (accept == null || !accept.toLowerCase(Locale.ROOT).contains("profile")) {
			return false;
		}
		try {
			return MediaType.parseMediaTypes(accept)
				.stream()
				.anyMatch((type) -> EVENTS.equalsTypeAndSubtype(type) && "events".equals(unquoted(type)));
		}
		catch (InvalidMediaTypeException ex) {
			// What cannot be read asks for nothing (RFC 9110, section 12.5.1).
			return false;
		}
	}

	private static String unquoted(MediaType type) {
		String profile = type.getParameter("profile");
		return (profile != null) ? profile.replace("\"", "") : "";
	}

}
