package dev.mcpgateway.services;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.failure.NotFoundException;
import dev.mcpgateway.web.BodyReader;
import dev.mcpgateway.web.RequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code /services} and {@code /services/{id}}.
 */
final class ServiceEndpoints {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_LIMIT = 1_000;

	private final ServiceDirectory directory;

	private final BodyReader bodies;

	private final ServicesProperties properties;

	private final CacheControl cacheControl;

	ServiceEndpoints(ServiceDirectory directory, BodyReader bodies, ServicesProperties properties) {
		this.directory = directory;
		this.bodies = bodies;
		this.properties = properties;
		this.cacheControl = CacheControl.maxAge(properties.cacheMaxAge()).cachePrivate();
	}

	Mono<ServerResponse> register(ServerRequest request) {
		return this.bodies.readText(request.exchange().getRequest())
			.map((body) -> RegistrationRequest.of(body, this.properties.maxInfoSize()))
			.flatMap((registration) -> this.directory.register(registration.id(), registration.info()))
			.flatMap(this::answer);
	}

	private Mono<ServerResponse> answer(Registration registration) {
		return switch (registration) {
			case Registration.Added(var service) -> ServerResponse.created(URI.create("/services/" + service.id()))
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(Entry.of(service));
			case Registration.Replaced(var service) ->
				ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Entry.of(service));
			// Not 429: to wait does not help. A registration that is there must go first.
			case Registration.Full full -> Mono.error(new RequestException(HttpStatus.CONFLICT, "registry-full",
					"%d services are registered, as many as may be; remove one that is no longer needed."
						.formatted(this.properties.maxServices())));
		};
	}

	Mono<ServerResponse> find(ServerRequest request) {
		return id(request).flatMap(this.directory::find)
			.switchIfEmpty(Mono.error(ServiceEndpoints::absent))
			.flatMap((service) -> answer(request, service));
	}

	private Mono<ServerResponse> answer(ServerRequest request, RegisteredService service) {
		String etag = "\"" + service.revision() + '"';
		// On the exchange, so that a 304 says it too.
		request.exchange().getResponse().getHeaders().setCacheControl(this.cacheControl);
		return request.checkNotModified(etag)
			.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.eTag(etag)
				.bodyValue(service.info().getBytes(StandardCharsets.UTF_8))));
	}

	Mono<ServerResponse> list(ServerRequest request) {
		return Mono.defer(() -> {
			int limit = request.queryParam("limit").map(ServiceEndpoints::limit).orElse(DEFAULT_LIMIT);
			String after = request.queryParam("cursor")
				.filter((cursor) -> !cursor.isEmpty())
				.map((cursor) -> ServiceCursor.decode(cursor).value())
				.orElse("");
			return this.directory.page(after, limit);
		}).flatMap((page) -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(Entries.of(page)));
	}

	private static int limit(String text) {
		// Four digits at most: what parses cannot overflow.
		int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new InvalidArgumentsException("/limit", "The limit is an integer from 1 to %d.".formatted(MAX_LIMIT));
		}
		return limit;
	}

	Mono<ServerResponse> remove(ServerRequest request) {
		return id(request).flatMap(this.directory::remove)
			.filter((removed) -> removed)
			.switchIfEmpty(Mono.error(ServiceEndpoints::absent))
			.flatMap((removed) -> ServerResponse.noContent().build());
	}

	/** Empty when nothing can be registered under what the path says. */
	private static Mono<ServiceId> id(ServerRequest request) {
		return Mono.justOrEmpty(ServiceId.parse(request.pathVariable("id")));
	}

	private static NotFoundException absent() {
		return new NotFoundException("No service is registered under this id.");
	}

	/**
	 * A service, as a list shows it.
	 */
	private record Entry(String id, @JsonRawValue String info) {

		static Entry of(RegisteredService service) {
			return new Entry(service.id().value(), service.info());
		}

	}

	/**
	 * A page of the list.
	 *
	 * @param nextCursor gives the next page; absent on the last
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	private record Entries(List<Entry> services, @JsonProperty("next_cursor") @Nullable String nextCursor) {

		static Entries of(ServicePage page) {
			List<Entry> entries = page.services().stream().map(Entry::of).toList();
			return new Entries(entries, page.more() ? ServiceCursor.encode(page.services().getLast().id()) : null);
		}

	}

}
