package dev.mcpgateway.streamablehttp;

import java.util.List;
import java.util.Locale;

/**
 * Which kinds of answers a client takes (RFC 9110, section 12.5.1). Preferences are not
 * weighed: whoever takes both gets what fits the answer.
 *
 * @param json one message
 * @param events a stream
 */
record Accepted(boolean json, boolean events) {

	private static final Accepted ANY = new Accepted(true, true);

	static Accepted of(List<String> accept) {
		if (accept.isEmpty()) {
			return ANY;
		}
		boolean json = false;
		boolean events = false;
		for (String each : String.join(",", accept).split(",", -1)) {
			String[] parts = each.strip().toLowerCase(Locale.ROOT).split(";", -1);
			if (isRefused(parts)) {
				continue;
			}
			String type = parts[0].strip();
			json |= type.equals("*/*") || type.equals("application/*") || type.equals("application/json");
			events |= type.equals("*/*") || type.equals("text/*") || type.equals("text/event-stream");
		}
		return new Accepted(json, events);
	}

	private static boolean isRefused(String[] parts) {
		for (int i = 1; i < parts.length; i++) {
			if (parts[i].strip().matches("q\\s*=\\s*0(\\.0*)?")) {
				return true;
			}
		}
		return false;
	}

	boolean none() {
		return !this.json && !this.events;
	}

}
