package dev.mcpgateway.mongo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import org.bson.BsonDocument;

import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * What the gateway says to MongoDB, and what it hears.
 */
final class MongoCommands implements CommandListener {

	private final List<String> started = new CopyOnWriteArrayList<>();

	private final List<Long> cursors = new CopyOnWriteArrayList<>();

	@Override
	public void commandStarted(CommandStartedEvent event) {
		this.started.add(event.getCommandName());
	}

	@Override
	public void commandSucceeded(CommandSucceededEvent event) {
		if (event.getCommandName().equals("find")) {
			BsonDocument cursor = event.getResponse().getDocument("cursor");
			this.cursors.add(cursor.getInt64("id").getValue());
		}
	}

	/** Forgets all, before a test. */
	void clear() {
		this.started.clear();
		this.cursors.clear();
	}

	/** How many commands of a name were sent. */
	long count(String name) {
		return this.started.stream().filter(name::equals).count();
	}

	/** How many batches of items were asked for. */
	long batches() {
		return count("find") + count("getMore");
	}

	/** The cursors that the server opened; 0 where one batch was all. */
	List<Long> cursors() {
		return this.cursors;
	}

	/**
	 * Listens to the gateway's client.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Recording {

		@Bean
		MongoCommands mongoCommands() {
			return new MongoCommands();
		}

		@Bean
		MongoClientSettingsBuilderCustomizer recordCommands(MongoCommands commands) {
			return (settings) -> settings.addCommandListener(commands);
		}

	}

}
