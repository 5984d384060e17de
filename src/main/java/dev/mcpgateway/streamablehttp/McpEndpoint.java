package dev.mcpgateway.streamablehttp;

import java.io.InputStream;
import java.util.Locale;
import java.util.function.Predicate;

import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.RequestException;
import dev.mcpgateway.web.RequestGate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The MCP endpoint: who may come in, how much may come in, and which era it is for.
 */
final class McpEndpoint {

	private final RequestGate gate;

	private final BodyReader bodies;

	private final RequestClassifier classifier;

	private final ModernEndpoint modern;

	private final LegacyEndpoint legacy;

	private final FeatureRegistry registry;

	McpEndpoint(RequestGate gate, BodyReader bodies, RequestClassifier classifier, ModernEndpoint modern,
			LegacyEndpoint legacy, FeatureRegistry registry) {
		this.gate = gate;
		this.bodies = bodies;
		this.classifier = classifier;
		this.modern = modern;
		this.legacy = legacy;
		this.registry = registry;
	}

	/**
	 * Answers a request.
	 * @param body its body, which is read only when it may come in
	 * @return the answer; never fails for what the client did
	 */
	Mono<HttpAnswer> handle(RequestHead head, Flux<byte[]> body) {
		RequestException refusal = this.gate.refusal(head.headers("Host"), head.header("Origin"));
		if (refusal != null) {
			return Mono.just(Answers.refusal(refusal.status().value(), String.valueOf(refusal.getMessage())));
		}
		return switch (head.method()) {
			case "POST" -> post(head, body);
			case "GET" -> isSession(head) ? this.legacy.get(head) : Mono.just(Answers.methodNotAllowed("POST"));
			case "DELETE" -> isSession(head) ? this.legacy.delete(head) : Mono.just(Answers.methodNotAllowed("POST"));
			// An answer to HEAD has no body.
			case "HEAD" -> Mono.just(HttpAnswer.empty(405).with("Allow", "POST, GET, DELETE"));
			default -> Mono.just(Answers.methodNotAllowed("POST, GET, DELETE"));
		};
	}

	/** GET and DELETE are of the older era, which names its sessions. */
	private static boolean isSession(RequestHead head) {
		return head.header(LegacyEndpoint.SESSION_HEADER) != null;
	}

	private Mono<HttpAnswer> post(RequestHead head, Flux<byte[]> body) {
		if (!isJson(head.header("Content-Type"))) {
			return Mono.just(Answers.refusal(415, "Send the body as application/json."));
		}
		Accepted accepted = Accepted.of(head.headers("Accept"));
		if (accepted.none()) {
			return Mono.just(Answers.refusal(406, "Accept application/json and text/event-stream."));
		}
		return this.bodies
			.readBytes(body, contentLength(head), takesLargeInput(head), (bytes) -> answer(head, bytes, accepted))
			.onErrorResume(RequestException.class, (refused) -> Mono
				.just(Answers.refusal(refused.status().value(), String.valueOf(refused.getMessage()))));
	}

	private Mono<HttpAnswer> answer(RequestHead head, byte[] body, Accepted accepted) {
		return switch (this.classifier.classify(head, body)) {
			case Classified.Modern(var message) -> this.modern.handle(head, message, accepted);
			case Classified.Legacy(var message) -> this.legacy.post(head, message, accepted);
			case Classified.Batch batch -> this.legacy.batch(head, batch, accepted);
			case Classified.Rejected(var id, var error) -> Mono.just(Answers.refusal(400, id, error));
		};
	}

	private static boolean isJson(@Nullable String contentType) {
		if (contentType == null) {
			return false;
		}
		int parameters = contentType.indexOf(';');
		String type = (parameters >= 0) ? contentType.substring(0, parameters) : contentType;
		return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
	}

	private static long contentLength(RequestHead head) {
		String length = head.header("Content-Length");
		return (length != null && length.matches("\\d{1,18}")) ? Long.parseLong(length) : -1;
	}

	/** The name is in a header, or somewhere in the beginning of the body. */
	private Predicate<InputStream> takesLargeInput(RequestHead head) {
		return (beginning) -> ToolNames.find(head, beginning)
			.flatMap((name) -> this.registry.catalog().tool(name))
			.map((tool) -> tool.specification().largeInput())
			.orElse(false);
	}

}
