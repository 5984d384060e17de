package dev.mcpgateway.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.mcpgateway.testing.BackendServers;
import dev.mcpgateway.testing.TcpProxy;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listening through a network that fails.
 */
class PostgresNotificationsTests {

	private static final String CHANNEL = "mcp_gateway_notifications_test";

	private static final Duration SOON = Duration.ofSeconds(5);

	/** The pauses, the handshake's timeout and the pulse fit into this. */
	private static final Duration LATER = Duration.ofSeconds(20);

	private final ConnectionFactoryOptions server = ConnectionFactoryOptions.parse(BackendServers.shared().r2dbcUrl())
		.mutate()
		.option(ConnectionFactoryOptions.USER, BackendServers.shared().username())
		.option(ConnectionFactoryOptions.PASSWORD, BackendServers.shared().password())
		.build();

	private final TcpProxy proxy = TcpProxy.to((String) this.server.getRequiredValue(ConnectionFactoryOptions.HOST),
			(Integer) this.server.getRequiredValue(ConnectionFactoryOptions.PORT));

	private final List<PostgresNotifications.Signal> signals = new CopyOnWriteArrayList<>();

	private final PostgresNotifications notifications = new PostgresNotifications(
			ConnectionFactories.get(this.server.mutate()
				.option(ConnectionFactoryOptions.HOST, "127.0.0.1")
				.option(ConnectionFactoryOptions.PORT, this.proxy.port())
				.build()));

	@AfterEach
	void stop() {
		this.proxy.close();
	}

	private Disposable listen() {
		return this.notifications.listen(CHANNEL).subscribe(this.signals::add);
	}

	@Test
	void notificationsAreToldInOrderOnceItIsLive() {
		Disposable listening = listen();
		awaitSignals(SOON, new PostgresNotifications.Live());
		sql("SELECT pg_notify('" + CHANNEL + "', 'one')");
		sql("SELECT pg_notify('" + CHANNEL + "', 'two')");
		awaitSignals(SOON, new PostgresNotifications.Live(), new PostgresNotifications.Notified("one"),
				new PostgresNotifications.Notified("two"));
		listening.dispose();
	}

	@Test
	void cancellingClosesTheConnection() {
		Disposable listening = listen();
		awaitSignals(SOON, new PostgresNotifications.Live());
		assertThat(this.proxy.connections()).isOne();
		listening.dispose();
		Awaitility.await().atMost(SOON).until(() -> this.proxy.connections() == 0);
	}

	@Test
	void cancellingWhileTheServerIsGoneEndsTheTries() {
		this.proxy.cut();
		Disposable listening = listen();
		awaitSignals(SOON, new PostgresNotifications.Lost());
		listening.dispose();
		this.proxy.restore();
		Awaitility.await()
			.during(Duration.ofSeconds(2))
			.atMost(LATER)
			.until(() -> this.proxy.connections() == 0 && this.signals.size() == 1);
	}

	@Test
	void aLossIsToldOnceHoweverManyTriesItTakes() {
		Disposable listening = listen();
		awaitSignals(SOON, new PostgresNotifications.Live());
		this.proxy.cut();
		Awaitility.await()
			.during(Duration.ofSeconds(2))
			.atMost(LATER)
			.untilAsserted(() -> assertThat(this.signals).containsExactly(new PostgresNotifications.Live(),
					new PostgresNotifications.Lost()));
		this.proxy.restore();
		awaitSignals(LATER, new PostgresNotifications.Live(), new PostgresNotifications.Lost(),
				new PostgresNotifications.Live());
		assertThat(this.proxy.connections()).isOne();
		sql("SELECT pg_notify('" + CHANNEL + "', 'after')");
		Awaitility.await()
			.atMost(SOON)
			.until(() -> this.signals.getLast().equals(new PostgresNotifications.Notified("after")));
		listening.dispose();
	}

	@Test
	void aConnectionThatFellSilentIsReplaced() {
		Disposable listening = listen();
		awaitSignals(SOON, new PostgresNotifications.Live());
		this.proxy.stall();
		awaitSignals(LATER, new PostgresNotifications.Live(), new PostgresNotifications.Lost());
		this.proxy.restore();
		awaitSignals(LATER, new PostgresNotifications.Live(), new PostgresNotifications.Lost(),
				new PostgresNotifications.Live());
		listening.dispose();
	}

	@Test
	void aServerThatAcceptsAndSaysNothingIsGivenUp() {
		this.proxy.stall();
		Disposable listening = listen();
		awaitSignals(LATER, new PostgresNotifications.Lost());
		this.proxy.restore();
		awaitSignals(LATER, new PostgresNotifications.Lost(), new PostgresNotifications.Live());
		listening.dispose();
	}

	@Test
	void everySubscriptionListensByItself() {
		Disposable first = listen();
		awaitSignals(SOON, new PostgresNotifications.Live());
		Disposable second = listen();
		awaitSignals(SOON, new PostgresNotifications.Live(), new PostgresNotifications.Live());
		assertThat(this.proxy.connections()).isEqualTo(2);
		first.dispose();
		Awaitility.await().atMost(SOON).until(() -> this.proxy.connections() == 1);
		sql("SELECT pg_notify('" + CHANNEL + "', 'still')");
		Awaitility.await().atMost(SOON).until(() -> this.signals.contains(new PostgresNotifications.Notified("still")));
		second.dispose();
	}

	private void awaitSignals(Duration patience, PostgresNotifications.Signal... expected) {
		Awaitility.await().atMost(patience).untilAsserted(() -> assertThat(this.signals).containsExactly(expected));
	}

	private void sql(String statement) {
		ConnectionFactory direct = ConnectionFactories.get(this.server);
		Objects.requireNonNull(Flux
			.usingWhen(direct.create(),
					(connection) -> Flux.from(connection.createStatement(statement).execute())
						.concatMap((result) -> result.map((row) -> true)),
					(connection) -> connection.close())
			.collectList()
			.block(SOON));
	}

}
