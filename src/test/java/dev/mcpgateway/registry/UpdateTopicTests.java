package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.mcpgateway.feature.ResourceUpdates.Missed;
import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.feature.ResourceUpdates.Updated;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class UpdateTopicTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private final UpdateTopic topic = new UpdateTopic();

	@Test
	void everySubscriberIsToldEverythingInOrder() {
		List<Update> first = new CopyOnWriteArrayList<>();
		List<Update> second = new CopyOnWriteArrayList<>();
		this.topic.updates().subscribe(first::add);
		this.topic.updates().subscribe(second::add);
		List<Update> updates = IntStream.range(0, 100).<Update>mapToObj((i) -> new Updated("x://" + i)).toList();
		updates.forEach(this.topic::tell);
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			assertThat(first).isEqualTo(updates);
			assertThat(second).isEqualTo(updates);
		});
	}

	@Test
	void aSlowSubscriberIsToldOnceOfWhatChangedOften() {
		StepVerifier.create(this.topic.updates(), 0).then(() -> {
			for (int i = 0; i < 30_000; i++) {
				tell("x://" + (i % 3));
			}
		})
			// One is on its way already.
			.thenRequest(10)
			.expectNext(new Updated("x://0"), new Updated("x://1"), new Updated("x://2"), new Updated("x://0"))
			.expectNoEvent(Duration.ofMillis(100))
			.thenCancel()
			.verify(SOON);
	}

	@Test
	void aSubscriberThatIsFarBehindIsToldThatItMissedSomething() {
		StepVerifier.create(this.topic.updates(), 0).then(() -> {
			for (int i = 0; i < UpdateTopic.MAX_PENDING + 5; i++) {
				tell("x://" + i);
			}
		})
			.thenRequest(10)
			.expectNext(new Updated("x://0"), new Missed())
			.then(() -> tell("x://again"))
			.expectNext(new Updated("x://again"))
			.thenCancel()
			.verify(SOON);
	}

	@Test
	void whoHasLeftIsNotHeldAndWhoComesIsToldOnlyWhatComesAfter() {
		List<Update> told = new CopyOnWriteArrayList<>();
		Disposable subscription = this.topic.updates().subscribe(told::add);
		tell("x://1");
		Awaitility.await().atMost(SOON).until(() -> told.size() == 1);
		subscription.dispose();
		tell("x://2");
		StepVerifier.create(this.topic.updates())
			.then(() -> tell("x://3"))
			.expectNext(new Updated("x://3"))
			.thenCancel()
			.verify(SOON);
		assertThat(told).containsExactly(new Updated("x://1"));
	}

	@Test
	void aSubscriberThatTakesNothingOrFailsHoldsUpNobody() {
		Disposable idle = this.topic.updates().subscribeWith(new BaseSubscriber<>() {
			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// Asks for nothing.
			}
		});
		this.topic.updates().map((update) -> {
			throw new IllegalStateException("expected");
		}).onErrorComplete().subscribe();
		List<Update> told = new CopyOnWriteArrayList<>();
		this.topic.updates().subscribe(told::add);
		tell("x://1");
		tell("x://2");
		Awaitility.await().atMost(SOON).until(() -> told.size() == 2);
		idle.dispose();
	}

	@Test
	void manyWhoTellAtOnceLoseNothing() {
		Set<String> told = ConcurrentHashMap.newKeySet();
		this.topic.updates().limitRate(1).subscribe((update) -> told.add(((Updated) update).uri()));
		IntStream.range(0, 8_000).parallel().forEach((i) -> tell("x://" + i));
		Awaitility.await().atMost(SOON).until(() -> told.size() == 8_000);
	}

	private void tell(String uri) {
		this.topic.tell(new Updated(uri));
	}

}
