package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.List;

import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.feature.ResourceUpdates.Updated;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Updates in a replica that cannot tell others.
 */
class LocalUpdatesTests {

	@Test
	void withoutPostgresWhatChangesHereIsToldHereOnce() {
		try (Replica replica = Replica.start("gateway.postgres.enabled=false")) {
			assertChangesAreTold(replica);
		}
	}

	@Test
	void whilePostgresIsNotThereWhatChangesHereIsToldHereOnce() {
		try (Replica replica = Replica.startWithoutPostgres()) {
			assertChangesAreTold(replica);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void thereAreUpdatesWithoutAnyAdapter(boolean restarted) {
		try (Replica replica = Replica.start("gateway.postgres.enabled=false", "gateway.mongo.enabled=false",
				"gateway.s3.enabled=false")) {
			if (restarted) {
				ResourceUpdateHub hub = (ResourceUpdateHub) replica.updates();
				hub.stop();
				assertThat(hub.isRunning()).isFalse();
				hub.start();
			}
			replica.updates().updated("x://a");
			assertTold(replica, new Updated("x://a"));
		}
	}

	private static void assertChangesAreTold(Replica replica) {
		String id = replica.call("create_item", "{\"collection\": \"updates.d\", \"data\": {\"n\": 1}}", "id");
		assertTold(replica, new Updated("items://updates.d/" + id));
		replica.call("upload_file", "{\"key\": \"%s\", \"content\": \"c\"}".formatted(id), "success");
		assertTold(replica, new Updated("items://updates.d/" + id), new Updated("files://" + id));
	}

	private static void assertTold(Replica replica, Update... expected) {
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> replica.told().size() >= expected.length);
		Awaitility.await()
			.during(Duration.ofMillis(300))
			.untilAsserted(() -> assertThat(replica.told()).isEqualTo(List.of(expected)));
	}

}
