package dev.mcpgateway.registry;

import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.feature.UpdateRelay;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Where word of changed resources comes together: what changes through this replica is
 * told here at once, with or without a relay, and what the relay hears beside it.
 */
@Component
public final class ResourceUpdateHub implements ResourceUpdates, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ResourceUpdateHub.class);

	private final @Nullable UpdateRelay relay;

	private final UpdateTopic all = new UpdateTopic();

	/** What the relay has to carry to others. */
	private final UpdateTopic own = new UpdateTopic();

	private volatile @Nullable Disposable relaying;

	private volatile boolean running;

	/**
	 * Creates a hub.
	 * @param relay carries updates between replicas; without one, they stay here
	 */
	ResourceUpdateHub(ObjectProvider<UpdateRelay> relay) {
		this.relay = relay.getIfAvailable();
	}

	@Override
	public void updated(String uri) {
		Update update = new Updated(uri);
		this.all.tell(update);
		this.own.tell(update);
	}

	@Override
	public Flux<Update> updates() {
		return this.all.updates();
	}

	@Override
	public void start() {
		this.running = true;
		if (this.relay != null) {
			// A subscription of the process's own, ended by stop(). Nothing waits for it:
			// an absent backend must not keep the gateway from starting.
			this.relaying = this.relay.exchange(this.own.updates())
				.subscribe(this.all::tell,
						(failure) -> logger.error("Changes of resources stay in this replica", failure));
		}
	}

	@Override
	public void stop() {
		this.running = false;
		Disposable ending = this.relaying;
		this.relaying = null;
		if (ending != null) {
			ending.dispose();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** As the registry of features: open before the web server is, closed after it. */
	@Override
	public int getPhase() {
		return 0;
	}

}
