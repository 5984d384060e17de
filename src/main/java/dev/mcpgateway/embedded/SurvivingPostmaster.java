package dev.mcpgateway.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL that outlived its gateway. While it runs no other can start on its data,
 * so it has to be found: it writes its process id, port and state to
 * {@code postmaster.pid}.
 */
final class SurvivingPostmaster {

	// Line numbers of postmaster.pid, from 0.
	private static final int PID = 0;

	private static final int PORT = 3;

	private static final int STATE = 7;

	private static final String CANNOT_CONNECT_NOW = "57P03";

	private final Path pidFile;

	SurvivingPostmaster(Path cluster) {
		this.pidFile = cluster.resolve("postmaster.pid");
	}

	/**
	 * The port of a server that runs on the data and takes the password. Waits while one
	 * starts or stops.
	 * @param password the superuser's
	 * @param timeout how long to wait
	 * @return empty if there is none, so that one can be started
	 */
	OptionalInt awaitPort(String password, Duration timeout) throws IOException {
		Instant deadline = Instant.now().plus(timeout);
		while (true) {
			List<String> lines = read();
			if (lines.size() <= STATE || !isAlive(lines.get(PID))) {
				return OptionalInt.empty();
			}
			int port = Integer.parseInt(lines.get(PORT).strip());
			try {
				connect(port, password).close();
				return OptionalInt.of(port);
			}
			catch (SQLException ex) {
				// Ready but not ours: the process id was given to another program since.
				boolean inTransition = CANNOT_CONNECT_NOW.equals(ex.getSQLState())
						|| !lines.get(STATE).strip().equals("ready");
				if (!inTransition || Instant.now().isAfter(deadline)) {
					return OptionalInt.empty();
				}
			}
			pause();
		}
	}

	private List<String> read() throws IOException {
		try {
			return Files.readAllLines(this.pidFile);
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

	private static boolean isAlive(String pid) {
		return ProcessHandle.of(Long.parseLong(pid.strip())).map(ProcessHandle::isAlive).orElse(false);
	}

	private static Connection connect(int port, String password) throws SQLException {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { InetAddress.getLoopbackAddress().getHostAddress() });
		source.setPortNumbers(new int[] { port });
		source.setDatabaseName("postgres");
		source.setUser("postgres");
		source.setPassword(password);
		source.setConnectTimeout(2);
		source.setSocketTimeout(5);
		return source.getConnection();
	}

	private static void pause() throws IOException {
		try {
			Thread.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while waiting for a PostgreSQL that starts or stops", ex);
		}
	}

}
