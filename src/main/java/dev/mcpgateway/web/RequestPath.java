package dev.mcpgateway.web;

import java.util.Optional;

/**
 * The one reading of paths. An address of the gateway has one spelling, so that a rule
 * that a proxy has for it cannot be passed by: its characters stand for themselves, it
 * has no parameters ({@code ;a=b}), no empty segments and no dot segments. Only a slash
 * at the end is ignored.
 */
public final class RequestPath {

	/** What follows names an object of the store, which may have any character. */
	private static final String FILES = "/api/mcp/files/";

	private RequestPath() {
	}

	/**
	 * Reads the target of a request.
	 * @param target path and query, as they were sent
	 * @return the path without a slash at its end; nothing when no address is spelled so
	 */
	public static Optional<String> of(String target) {
		int query = target.indexOf('?');
		String path = (query >= 0) ? target.substring(0, query) : target;
		if (path.startsWith(FILES)) {
			return Optional.of(path);
		}
		if (!isPlain(path)) {
			return Optional.empty();
		}
		return Optional.of((path.length() > 1 && path.endsWith("/")) ? path.substring(0, path.length() - 1) : path);
	}

	private static boolean isPlain(String path) {
		if (path.isEmpty() || path.charAt(0) != '/') {
			return false;
		}
		int segment = 1;
		for (int i = 1; i <= path.length(); i++) {
			if (i == path.length() || path.charAt(i) == '/') {
				boolean last = i == path.length();
				if ((i == segment && !last) || isDots(path, segment, i)) {
					return false;
				}
				segment = i + 1;
			}
			else if (!isUnreserved(path.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isDots(String path, int start, int end) {
		return (end - start == 1 || end - start == 2) && path.charAt(start) == '.' && path.charAt(end - 1) == '.';
	}

	/** RFC 3986, section 2.3. */
	private static boolean isUnreserved(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
				|| c == '_' || c == '~';
	}

}
