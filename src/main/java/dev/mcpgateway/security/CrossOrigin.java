package dev.mcpgateway.security;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.mcpgateway.web.RequestGate.Decision;
import dev.mcpgateway.web.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What pages of allowed origins may send and read (CORS, Fetch Standard section 3.3). The
 * gateway knows no cookies, so credentials of the browser are never asked for; a page
 * sends its token itself.
 */
final class CrossOrigin {

	private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";

	private static final String SENT = "Accept, Authorization, Content-Type, If-Match, If-None-Match, If-Range, "
			+ "Last-Event-ID, Mcp-Method, Mcp-Name, MCP-Protocol-Version, Mcp-Session-Id, Range";

	private static final String READ = "Accept-Ranges, Allow, Content-Range, ETag, Last-Modified, Location, "
			+ "MCP-Protocol-Version, Mcp-Session-Id, Retry-After, WWW-Authenticate";

	/** Browsers keep the result of a preflight two hours at most. */
	private static final String MAX_AGE = "7200";

	/** Headers that repeat an argument are named by the tool (2026-07-28). */
	private static final Pattern PARAMETER = Pattern.compile("(?i)\\bmcp-param-[a-z0-9_-]+");

	private static final String VARY = "Vary";

	private final Set<String> origins;

	private final Decision sameOrigin;

	/**
	 * Creates the rules.
	 * @param origins the allowed ones, in lower case
	 */
	CrossOrigin(Set<String> origins) {
		this.origins = origins;
		this.sameOrigin = new Decision.Admitted(origins.isEmpty() ? Map.of() : Map.of(VARY, "Origin"));
	}

	boolean allows(String origin) {
		return this.origins.contains(origin.toLowerCase(Locale.ROOT));
	}

	/**
	 * A request of no page, or of a page of the gateway itself. Caches learn that a
	 * response to another origin is another one.
	 */
	Decision sameOrigin() {
		return this.sameOrigin;
	}

	/** A request of a page of an allowed origin. */
	Decision decide(String origin, RequestHead head) {
		if ("OPTIONS".equals(head.method()) && head.header("Access-Control-Request-Method") != null) {
			return preflight(origin, head);
		}
		return new Decision.Admitted(
				Map.of("Access-Control-Allow-Origin", origin, "Access-Control-Expose-Headers", READ, VARY, "Origin"));
	}

	private static Decision preflight(String origin, RequestHead head) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Access-Control-Allow-Origin", origin);
		headers.put("Access-Control-Allow-Methods", METHODS);
		headers.put("Access-Control-Allow-Headers", SENT + parameters(head.header("Access-Control-Request-Headers")));
		headers.put("Access-Control-Max-Age", MAX_AGE);
		headers.put(VARY, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
		// A page of the public network may ask whether it may call into a private one.
		if ("true".equals(head.header("Access-Control-Request-Private-Network"))) {
			headers.put("Access-Control-Allow-Private-Network", "true");
		}
		return new Decision.Preflight(headers);
	}

	private static String parameters(@Nullable String requested) {
		StringBuilder names = new StringBuilder();
		Matcher matcher = PARAMETER.matcher((requested != null) ? requested : "");
		while (matcher.find()) {
			names.append(", ").append(matcher.group());
		}
		return names.toString();
	}

}
