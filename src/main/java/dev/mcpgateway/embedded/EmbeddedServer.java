package dev.mcpgateway.embedded;

import java.io.IOException;

/**
 * A server that is running and answers requests on loopback. Closing it stops it and
 * leaves its data.
 */
sealed interface EmbeddedServer extends AutoCloseable
		permits EmbeddedPostgresServer, EmbeddedMongoServer, EmbeddedS3Server {

	/**
	 * What runs where, for the operator's log.
	 * @return one line without secrets
	 */
	String description();

	@Override
	void close() throws IOException;

}
