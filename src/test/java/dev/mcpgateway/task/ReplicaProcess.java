package dev.mcpgateway.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.mcpgateway.testing.JavaProcess;

/**
 * A replica in a process of its own that has started two tasks: one that never ends, one
 * that waits for its client. Its end is that of a machine.
 */
final class ReplicaProcess implements AutoCloseable {

	private static final String PREFIX = "tasks: ";

	private final Process process;

	private final List<String> ids;

	private ReplicaProcess(Process process, List<String> ids) {
		this.process = process;
		this.ids = ids;
	}

	static ReplicaProcess start(String... properties) {
		try {
			Process process = JavaProcess.of(ReplicaProcess.class, TaskCaller.with(properties).arguments())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			return new ReplicaProcess(process, ids(process));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> ids(Process process) throws IOException {
		// Its log goes the same way; what follows the line fits the pipe.
		BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
		String line = "";
		while (!line.startsWith(PREFIX)) {
			line = Objects.requireNonNull(output.readLine(), "The replica has ended");
		}
		return List.of(line.substring(PREFIX.length()).split(" "));
	}

	String running() {
		return this.ids.getFirst();
	}

	String waiting() {
		return this.ids.getLast();
	}

	/** Without a word to anybody. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The replica does not die");
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/** The process. */
	public static void main(String[] arguments) {
		try {
			TaskCaller gateway = TaskCaller.run(arguments);
			String running = gateway.start("endless", "{}");
			String waiting = gateway.start("two_questions", "{}");
			gateway.asked(waiting);
			System.out.println(PREFIX + running + " " + waiting);
		}
		catch (RuntimeException ex) {
			ex.printStackTrace();
			// The gateway's threads would keep the process, and the test waiting for it.
			Runtime.getRuntime().halt(1);
		}
	}

}
