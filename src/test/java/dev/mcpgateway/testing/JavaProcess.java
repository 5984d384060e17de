package dev.mcpgateway.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A class of the gateway or of its tests, run in a process of its own.
 */
public final class JavaProcess {

	private JavaProcess() {
	}

	/** A process that is not started yet, with the class path of the tests. */
	public static ProcessBuilder of(Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// It lives for seconds: what it saves by compiling less is more than it loses.
		command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main.getName()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command);
	}

}
