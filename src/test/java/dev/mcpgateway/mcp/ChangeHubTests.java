package dev.mcpgateway.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.mcpgateway.failure.OverloadedException;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.registry.CatalogChange.Kind;
import dev.mcpgateway.registry.FeatureRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who hears of a change, and what listening costs.
 */
class ChangeHubTests {

	private static final long MAX_SIZE = 30_000;

	private final Updates updates = new Updates();

	private final ChangeHub hub = new ChangeHub(new FeatureRegistry(List.of()), this.updates, MAX_SIZE);

	private final List<String> heard = new CopyOnWriteArrayList<>();

	private ChangeHub.Listener listener(String name) {
		return this.hub.listen(Set.of(Kind.TOOLS), null, (message) -> this.heard.add(name));
	}

	@Test
	void aChangeReachesOnlyThoseWhoSubscribed() {
		ChangeHub.Listener ann = listener("ann");
		ChangeHub.Listener bob = listener("bob");
		ann.add("x://1");
		bob.add("x://2");
		this.updates.updated("x://1");
		this.updates.updated("x://3");
		assertThat(this.heard).containsExactly("ann");
		ann.remove("x://1");
		this.updates.updated("x://1");
		assertThat(this.heard).containsExactly("ann");
	}

	@Test
	void howeverManyListenThereIsOneSubscriptionToTheFeeds() {
		for (int i = 0; i < 100; i++) {
			listener("l" + i).add("x://" + i);
		}
		assertThat(this.updates.sink.currentSubscriberCount()).isEqualTo(1);
	}

	@Test
	void lostChangesAreNamedForEverySubscribedResource() {
		ChangeHub.Listener ann = listener("ann");
		ann.add("x://1");
		ann.add("x://2");
		listener("bob");
		this.updates.sink.tryEmitNext(new ResourceUpdates.Missed()).orThrow();
		assertThat(this.heard).containsExactly("ann", "ann");
	}

	@Test
	void aListenerThatLeavesIsForgotten() {
		ChangeHub.Listener ann = listener("ann");
		ann.add("x://1");
		ann.dispose();
		ann.add("x://2");
		this.updates.updated("x://1");
		this.updates.updated("x://2");
		assertThat(this.heard).isEmpty();
		assertThat(ann.uris()).isEmpty();
	}

	@Test
	void aListenerThatFailsHoldsUpNobody() {
		this.hub.listen(Set.of(), null, (message) -> {
			throw new IllegalStateException("expected");
		}).add("x://1");
		listener("ann").add("x://1");
		this.updates.updated("x://1");
		this.updates.updated("x://1");
		assertThat(this.heard).containsExactly("ann", "ann");
	}

	@Test
	void subscriptionsOfAllTogetherAreBounded() {
		ChangeHub.Listener ann = listener("ann");
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> {
			for (int i = 0; i < 1000; i++) {
				ann.add("x://" + i);
			}
		}).satisfies((refused) -> assertThat(refused.retryAfter()).isGreaterThan(Duration.ZERO));
		assertThat(ann.uris()).hasSizeBetween(100, 115);
		ChangeHub.Listener bob = listener("bob");
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> bob.add("x://y"));
		ann.dispose();
		bob.add("x://y");
		assertThat(bob.uris()).containsExactly("x://y");
	}

	/**
	 * Updates that are told at once.
	 */
	private static final class Updates implements ResourceUpdates {

		private final Sinks.Many<Update> sink = Sinks.many().multicast().directBestEffort();

		@Override
		public void updated(String uri) {
			this.sink.tryEmitNext(new Updated(uri)).orThrow();
		}

		@Override
		public Flux<Update> updates() {
			return this.sink.asFlux();
		}

	}

}
