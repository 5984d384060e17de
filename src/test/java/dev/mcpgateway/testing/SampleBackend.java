package dev.mcpgateway.testing;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.mcpgateway.feature.Backend;
import reactor.core.publisher.Mono;

/**
 * A backend that serves or does not, as a test wants it.
 */
public class SampleBackend implements Backend {

	private final AtomicBoolean up = new AtomicBoolean(true);

	@Override
	public String name() {
		return "sample";
	}

	@Override
	public Mono<Void> ping() {
		return Mono.defer(() -> this.up.get() ? Mono.empty()
				: Mono.error(new IllegalStateException("password=hunter2 at 10.0.0.1")));
	}

	/** Makes it serve or not. */
	public void setUp(boolean serves) {
		this.up.set(serves);
	}

}
