package dev.mcpgateway.streamablehttp;

import java.util.Locale;
import java.util.function.Function;

import dev.mcpgateway.failure.GatewayException;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.Problem;
import dev.mcpgateway.web.ProblemTranslator;
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

	private final ProblemTranslator problems;

	McpEndpoint(RequestGate gate, BodyReader bodies, RequestClassifier classifier, ModernEndpoint modern,
			LegacyEndpoint legacy, ProblemTranslator problems) {
		this.gate = gate;
		this.bodies = bodies;
		this.classifier = classifier;
		this.modern = modern;
		this.legacy = legacy;
		this.problems = problems;
	}

	/**
	 * Answers a request. What is expected to fail is answered too, by the status and the
	 * words that all faces have for it.
	 * @param body its body, which is read only when it may come in
	 * @param respond sends the answer; what the request holds is held until that ends
	 * @return ends with the answer; fails only when that cannot be sent
	 */
	Mono<Void> handle(RequestHead head, Flux<byte[]> body, Function<HttpAnswer, Mono<Void>> respond) {
		return switch (this.gate.decide(head)) {
			case Decision.Refused(var failure) -> respond.apply(failed(failure));
			case Decision.Preflight(var headers) -> respond.apply(HttpAnswer.empty(204).with(headers));
			case Decision.Admitted(var headers) ->
				admitted(head, body, headers.isEmpty() ? respond : (answer) -> respond.apply(answer.with(headers)));
		};
	}

	private Mono<Void> admitted(RequestHead head, Flux<byte[]> body, Function<HttpAnswer, Mono<Void>> respond) {
		return switch (head.method()) {
			case "POST" -> post(head, body, respond);
			case "GET" -> isSession(head) ? send(this.legacy.get(head), respond) : notAllowed("POST", respond);
			case "DELETE" -> isSession(head) ? send(this.legacy.delete(head), respond) : notAllowed("POST", respond);
			// An answer to HEAD has no body.
			case "HEAD" -> respond.apply(HttpAnswer.empty(405).with("Allow", "POST, GET, DELETE"));
			default -> notAllowed("POST, GET, DELETE", respond);
		};
	}

	private static Mono<Void> notAllowed(String allowed, Function<HttpAnswer, Mono<Void>> respond) {
		return respond.apply(Answers.methodNotAllowed(allowed));
	}

	private Mono<Void> send(Mono<HttpAnswer> answer, Function<HttpAnswer, Mono<Void>> respond) {
		return answer.onErrorResume((failure) -> Mono.just(failed(failure))).flatMap(respond);
	}

	private HttpAnswer failed(Throwable failure) {
		Problem problem = this.problems.translate(failure);
		HttpAnswer answer = Answers.refusal(problem);
		return ProblemTranslator.retryAfter(failure)
			.map((seconds) -> answer.with("Retry-After", seconds))
			.orElse(answer);
	}

	/** GET and DELETE are of the older era, which names its sessions. */
	private static boolean isSession(RequestHead head) {
		return head.header(LegacyEndpoint.SESSION_HEADER) != null;
	}

	private Mono<Void> post(RequestHead head, Flux<byte[]> body, Function<HttpAnswer, Mono<Void>> respond) {
		if (!isJson(head.header("Content-Type"))) {
			return respond.apply(Answers.refusal(415, "Send the body as application/json."));
		}
		Accepted accepted = Accepted.of(head.headers("Accept"));
		if (accepted.none()) {
			return respond.apply(Answers.refusal(406, "Accept application/json and text/event-stream."));
		}
		return this.bodies.readBytes(body, contentLength(head), (bytes) -> send(answer(head, bytes, accepted), respond))
			// Of the reading: what happens while an answer is sent is none of these.
			.onErrorResume(McpEndpoint::isExpected, (failure) -> respond.apply(failed(failure)));
	}

	private static boolean isExpected(Throwable failure) {
		return failure instanceof RequestException || failure instanceof GatewayException;
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
		boolean digits = length != null && !length.isEmpty() && length.length() <= 18
				&& length.chars().allMatch((c) -> c >= '0' && c <= '9');
		return digits ? Long.parseLong(length) : -1;
	}

}
