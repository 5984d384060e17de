package dev.mcpgateway.task;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Names of tasks. Whoever has one and is the same caller may ask for the task, so that
 * nobody must be able to guess one (SEP-2663, Security Implications).
 */
final class TaskId {

	private static final int BYTES = 20;

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{27}");

	private static final SecureRandom random = new SecureRandom();

	private TaskId() {
	}

	/** A new name: 160 random bits that can stand in a header, a path and a log. */
	static String next() {
		byte[] bytes = new byte[BYTES];
		random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/** Whether it can be one; what cannot is not worth a query. */
	static boolean isPossible(String text) {
		return FORM.matcher(text).matches();
	}

}
