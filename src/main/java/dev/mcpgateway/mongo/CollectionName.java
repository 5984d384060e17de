package dev.mcpgateway.mongo;

import java.util.regex.Pattern;

import dev.mcpgateway.failure.InvalidArgumentsException;

/**
 * A collection that callers may name: 1 to {@value #MAX_LENGTH} of
 * {@code A-Z a-z 0-9 _ - .}, no part between dots empty, and none of the server's own,
 * which begin with {@code system.}.
 */
record CollectionName(String value) {

	static final int MAX_LENGTH = 120;

	/**
	 * The form as an expression that Java, ECMA-262 and RE2 understand alike. That the
	 * server's own collections are left out takes a look-ahead to say, which RE2 lacks.
	 */
	static final String FORM = "[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*";

	private static final String OF_THE_SERVER = "system.";

	private static final Pattern PATTERN = Pattern.compile(FORM);

	CollectionName {
		if (!isAllowed(value)) {
			throw new InvalidArgumentsException("/collection",
					"not a collection that may be named: 1 to %d of A-Z a-z 0-9 _ - with single dots between, not beginning with 'system.'"
						.formatted(MAX_LENGTH));
		}
	}

	static boolean isAllowed(String name) {
		return name.length() <= MAX_LENGTH && PATTERN.matcher(name).matches() && !name.startsWith(OF_THE_SERVER);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
