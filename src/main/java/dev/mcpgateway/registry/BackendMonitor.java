package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.feature.Backend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Knows which backends serve. However often it is asked, a backend is asked at most once
 * a second and has a bounded time to answer.
 */
@Component
public class BackendMonitor {

	private static final Logger logger = LoggerFactory.getLogger(BackendMonitor.class);

	private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration STATUS_TTL = Duration.ofSeconds(1);

	private final Map<String, Mono<BackendStatus>> statuses = new TreeMap<>();

	private final Map<String, BackendStatus> last = new ConcurrentHashMap<>();

	public BackendMonitor(List<Backend> backends) {
		backends.forEach((backend) -> this.statuses.put(backend.name(), probe(backend).cache(STATUS_TTL)));
	}

	/** The backends' names, sorted. */
	public List<String> names() {
		return List.copyOf(this.statuses.keySet());
	}

	/** The status of one backend. */
	public Mono<BackendStatus> status(String name) {
		Mono<BackendStatus> status = this.statuses.get(name);
		return (status != null) ? status : Mono.error(new IllegalArgumentException("No backend " + name));
	}

	/** The status of every backend, by name; asked side by side. */
	public Mono<Map<String, BackendStatus>> statuses() {
		return Flux.fromIterable(this.statuses.entrySet())
			.flatMapSequential((entry) -> entry.getValue().map((status) -> Map.entry(entry.getKey(), status)))
			.collect(LinkedHashMap::new, (all, entry) -> all.put(entry.getKey(), entry.getValue()));
	}

	private Mono<BackendStatus> probe(Backend backend) {
		return Mono.defer(backend::ping).timeout(PING_TIMEOUT).thenReturn(BackendStatus.UP).onErrorResume((failure) -> {
			if (this.last.get(backend.name()) != BackendStatus.DOWN) {
				logger.warn("Backend {} does not serve: {}", backend.name(), failure.toString());
			}
			return Mono.just(BackendStatus.DOWN);
		}).doOnNext((status) -> {
			if (this.last.put(backend.name(), status) == BackendStatus.DOWN && status == BackendStatus.UP) {
				logger.info("Backend {} serves again", backend.name());
			}
		});
	}

}
