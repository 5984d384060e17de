package dev.mcpgateway.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Decides, from the names under which a request comes, whether it may come in at all.
 */
public interface RequestGate {

	/**
	 * Looks at a request.
	 * @param hosts the values of its {@code Host} header
	 * @param origin its {@code Origin} header, if it has one
	 * @return why it may not come in, or nothing
	 */
	@Nullable RequestException refusal(List<String> hosts, @Nullable String origin);

}
