package dev.mcpgateway.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

import com.mongodb.ConnectionString;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import org.h2.mvstore.MVStore;

/**
 * A server in this process that speaks MongoDB's wire protocol and keeps its data in one
 * file. A write is in the file within a second, so a killed process may lose the last
 * second; an orderly stop loses nothing and compacts the file. It has no authentication
 * and therefore listens on loopback only.
 */
final class EmbeddedMongoServer implements EmbeddedServer {

	private static final String DATABASE = "gateway";

	private static final int ACCEPTING_THREADS = 1;

	private static final int WORKING_THREADS = 4;

	private final MongoServer server;

	private final InetSocketAddress address;

	private final String description;

	private EmbeddedMongoServer(MongoServer server, DataDirectory data) {
		this.server = server;
		this.address = server.getLocalAddress();
		this.description = String.format(Locale.ROOT, "MongoDB-wire server on %s:%d, data in %s",
				this.address.getAddress().getHostAddress(), this.address.getPort(), data.display("mongo"));
	}

	static EmbeddedMongoServer start(DataDirectory data) {
		MVStore store = MVStore.open(data.privateDirectory("mongo").resolve("gateway.mv").toString());
		MongoServer server = new MongoServer(new Backend(store));
		server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ACCEPTING_THREADS, WORKING_THREADS);
		return new EmbeddedMongoServer(server, data);
	}

	ConnectionString connectionString() {
		return new ConnectionString("mongodb://" + this.address.getAddress().getHostAddress() + ":"
				+ this.address.getPort() + "/" + DATABASE);
	}

	@Override
	public String description() {
		return this.description;
	}

	@Override
	public void close() {
		this.server.shutdownNow();
	}

	/**
	 * Adds the {@code hello} command that health checks send and the library lacks.
	 */
	private static final class Backend extends H2Backend {

		private static final int COMPACTION_MILLIS = 2000;

		Backend(MVStore store) {
			super(store);
		}

		@Override
		public Document handleCommand(Channel channel, String databaseName, String command, Document query) {
			if (!command.equalsIgnoreCase("hello")) {
				return super.handleCommand(channel, databaseName, command, query);
			}
			Document response = super.handleCommand(channel, databaseName, "ismaster", query);
			response.put("isWritablePrimary", response.remove("ismaster"));
			return response;
		}

		@Override
		public void close() {
			getMvStore().close(COMPACTION_MILLIS);
			super.close();
		}

	}

}
