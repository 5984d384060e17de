package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.mcpgateway.feature.ResourceUpdates.Missed;
import dev.mcpgateway.feature.ResourceUpdates.Update;
import dev.mcpgateway.feature.ResourceUpdates.Updated;
import dev.mcpgateway.feature.UriTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two replicas on the same servers: what changes through one is told by both.
 */
class ReplicaUpdatesTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	/** The pauses between tries fit into this. */
	private static final Duration LATER = Duration.ofSeconds(20);

	private static final String LISTENERS = "application_name = 'mcp-gateway-listener updates_resources' "
			+ "AND datname = current_database()";

	private static Replica here;

	private static Replica there;

	private final String unique = UUID.randomUUID().toString();

	@BeforeAll
	static void start() {
		here = Replica.start();
		there = Replica.start();
	}

	@AfterAll
	static void stop() {
		there.close();
		here.close();
	}

	@BeforeEach
	void hear() {
		here.awaitHearing();
		there.awaitHearing();
		here.forget();
	}

	@AfterEach
	void heal() {
		there.proxy().restore();
	}

	@Test
	void aDocumentIsToldWhenItIsMadeChangedAndRemoved() {
		String id = here.call("create_document", "{\"title\": \"t\", \"content\": \"c\"}", "id");
		String uri = "documents://" + id;
		assertTold(new Updated(uri));
		here.call("update_document", "{\"document_id\": %s, \"content\": \"d\"}".formatted(id), "id");
		assertTold(new Updated(uri));
		assertThat(there.read(uri).json().get("content").stringValue()).isEqualTo("d");
		here.call("delete_document", "{\"document_id\": %s}".formatted(id), "id");
		assertTold(new Updated(uri));
	}

	@Test
	void anItemIsToldWhenItIsMadeChangedAndRemoved() {
		String id = here.call("create_item", "{\"collection\": \"updates.a\", \"data\": {\"n\": 1}}", "id");
		String uri = "items://updates.a/" + id;
		assertTold(new Updated(uri));
		String item = "\"collection\": \"updates.a\", \"item_id\": \"%s\"".formatted(id.toUpperCase(Locale.ROOT));
		here.call("update_item", "{%s, \"data\": {\"n\": 2}}".formatted(item), "id");
		assertTold(new Updated(uri));
		assertThat(there.read(uri).json().get("n").intValue()).isEqualTo(2);
		here.call("delete_item", "{%s}".formatted(item), "id");
		assertTold(new Updated(uri));
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain.txt", "Grüße aus Köln/100% {x}?#+&.txt" })
	void aFileIsToldUnderTheUriItIsReadUnder(String name) {
		String key = this.unique + "/" + name;
		String uri = UriTemplate.parse("files://{+key}").expand((variable) -> key);
		here.call("upload_file", "{\"key\": \"%s\", \"content\": \"c\"}".formatted(key), "success");
		assertTold(new Updated(uri));
		assertThat(there.read(uri).text()).isEqualTo("c");
		here.call("delete_file", "{\"key\": \"%s\"}".formatted(key), "success");
		assertTold(new Updated(uri));
	}

	@Test
	void aClientIsToldByTheReplicaItSubscribedAt() {
		String id = here.call("create_document", "{\"title\": \"t\", \"content\": \"c\"}", "id");
		assertTold(new Updated("documents://" + id));
		List<String> client = there.listen("documents://" + id);
		here.call("create_document", "{\"title\": \"other\", \"content\": \"c\"}", "id");
		here.call("update_document", "{\"document_id\": %s, \"content\": \"d\"}".formatted(id), "id");
		Awaitility.await().atMost(SOON).until(() -> client.equals(List.of("documents://" + id)));
		Replica.sql("TRUNCATE documents");
		Awaitility.await().atMost(SOON).until(() -> client.equals(List.of("documents://" + id, "documents://" + id)));
	}

	@Test
	void whatDidNotChangeIsNotTold() {
		assertThat(here.status("update_document", "{\"document_id\": 999999999, \"title\": \"t\"}")).isEqualTo(404);
		assertThat(here.status("delete_item", "{\"collection\": \"a\", \"item_id\": \"0123456789abcdef01234567\"}"))
			.isEqualTo(404);
		assertThat(here.status("delete_file", "{\"key\": \"%s\"}".formatted(this.unique))).isEqualTo(404);
		assertTold();
	}

	@Test
	void whatAnotherProgramChangesIsTold() {
		String id = Replica.sql("INSERT INTO documents (title, content) VALUES ('t', 'c') RETURNING id").getFirst();
		assertTold(new Updated("documents://" + id));
		Replica.sql("UPDATE documents SET title = 'u' WHERE id = " + id);
		assertTold(new Updated("documents://" + id));
		Replica.sql("DELETE FROM documents WHERE id = " + id);
		assertTold(new Updated("documents://" + id));
	}

	@Test
	void aDocumentThatMovesIsToldUnderBothUris() {
		String id = Replica.sql("INSERT INTO documents (title, content) VALUES ('t', 'c') RETURNING id").getFirst();
		assertTold(new Updated("documents://" + id));
		String moved = Replica.sql("UPDATE documents SET id = DEFAULT WHERE id = " + id + " RETURNING id").getFirst();
		assertToldInAnyOrder(new Updated("documents://" + id), new Updated("documents://" + moved));
	}

	@Test
	void aStatementThatChangesVeryManyIsToldAsOne() {
		Replica.sql("INSERT INTO documents (title, content) SELECT 't', 'c' FROM generate_series(1, 101)");
		assertTold(new Missed());
		Replica.sql("UPDATE documents SET content = 'd'");
		assertTold(new Missed());
		Replica.sql("TRUNCATE documents");
		assertTold(new Missed());
	}

	@Test
	void whatIsRolledBackIsNotTold() {
		Replica.sql("BEGIN; INSERT INTO documents (title, content) VALUES ('t', 'c'); ROLLBACK");
		assertTold();
	}

	@Test
	void subscribersAreToldThatTheyMissedSomethingWhenListeningIsBack() {
		Replica.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + LISTENERS);
		Awaitility.await().atMost(LATER).untilAsserted(() -> {
			assertThat(here.told()).containsOnlyOnce(new Missed());
			assertThat(there.told()).containsOnlyOnce(new Missed());
		});
		hear();
		String id = here.call("create_item", "{\"collection\": \"updates.b\", \"data\": {\"n\": 1}}", "id");
		assertTold(new Updated("items://updates.b/" + id));
	}

	@Test
	void aChangeIsToldHereAtOnceAndThereWhenThatIsPossible() {
		there.proxy().cut();
		String id = there.call("create_item", "{\"collection\": \"updates.c\", \"data\": {\"n\": 1}}", "id");
		Updated update = new Updated("items://updates.c/" + id);
		assertTold(there, List.of(update));
		assertTold(here, List.of());
		there.proxy().restore();
		Awaitility.await().atMost(LATER).untilAsserted(() -> assertThat(here.told()).containsExactly(update));
		Awaitility.await().atMost(LATER).until(() -> there.told().contains(new Missed()));
		assertThat(there.told()).containsExactly(update, new Missed());
	}

	@Test
	void aUriTooLongForANotificationIsToldAsMissedElsewhere() {
		String uri = "x://" + "ü".repeat(4000);
		here.updates().updated(uri);
		assertTold(here, List.of(new Updated(uri)));
		assertTold(there, List.of(new Missed()));
		String longest = "x://" + "a".repeat(7999 - 37 - 4);
		here.updates().updated(longest);
		assertTold(there, List.of(new Missed(), new Updated(longest)));
	}

	@Test
	void whatCannotBeToldDoesNotStopWhatComesAfterIt() {
		here.updates().updated("x://\0");
		here.updates().updated("x://" + this.unique);
		assertTold(there, List.of(new Updated("x://" + this.unique)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "x''; DROP TABLE documents; --" })
	void aNotificationOfAnotherFormTellsNothing(String payload) {
		Replica.sql("SELECT pg_notify('updates_resources', '" + payload.replace(" ", "_") + "')");
		assertTold();
	}

	/** Both were told exactly this since they were asked last. */
	private static void assertTold(Update... expected) {
		assertTold(here, List.of(expected));
		assertTold(there, List.of(expected));
		here.forget();
		there.forget();
	}

	private static void assertTold(Replica replica, List<Update> expected) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(SOON)
			.until(() -> replica.told().size() >= expected.size());
		// What is told twice comes a moment later.
		Awaitility.await()
			.during(Duration.ofMillis(150))
			.atMost(SOON)
			.untilAsserted(() -> assertThat(replica.told()).isEqualTo(expected));
	}

	private static void assertToldInAnyOrder(Update... expected) {
		for (Replica replica : List.of(here, there)) {
			Awaitility.await()
				.atMost(SOON)
				.untilAsserted(() -> assertThat(replica.told()).containsExactlyInAnyOrder(expected));
		}
	}

}
