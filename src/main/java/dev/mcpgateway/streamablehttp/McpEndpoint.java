package dev.mcpgateway.streamablehttp;

import java.io.InputStream;
import java.util.Locale;
import java.util.function.Predicate;

import dev.mcpgateway.registry.FeatureRegistry;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.RequestException;
import dev.mcpgateway.web.RequestGate;
import dev.mcpgateway.web.RequestGate.Decision;
import dev.mcpgateway.web.RequestHead;
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
		return switch (this.gate.decide(head)) {
			case Decision.Refused(var failure) -> Mono.just(refusal(failure));
			case Decision.Preflight(var headers) -> Mono.just(HttpAnswer.empty(204).with(headers));
			case Decision.Admitted(var headers) -> {
				Mono<HttpAnswer> answer = admitted(head, body);
				yield headers.isEmpty() ? answer : answer.map((each) -> each.with(headers));
			}
		};
	}

	private Mono<HttpAnswer> admitted(RequestHead head, Flux<byte[]> body) {
		return switch (head.method()) {
			case "POST" -> post(head, body);
			case "GET" -> isSession(head) ? this.legacy.get(head) : Mono.just(Answers.methodNotAllowed("POST"));
			case "DELETE" -> isSession(head) ? this.legacy.delete(head) : Mono.just(Answers.methodNotAllowed("POST"));
			// An answer to HEAD has no body.
			case "HEAD" -> Mono.just(HttpAnswer.empty(405).with("Allow", "POST, GET, DELETE"));
			default -> Mono.just(Answers.methodNotAllowed("POST, GET, DELETE"));
		};
	}

	private static HttpAnswer refusal(RequestException failure) {
		return Answers.refusal(failure.status().value(), String.valueOf(failure.getMessage()));
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
			.onErrorResume(RequestException.class, (refused) -> Mono.just(refusal(refused)));
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
