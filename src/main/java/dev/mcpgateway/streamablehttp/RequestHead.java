package dev.mcpgateway.streamablehttp;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Method and headers of a request.
 */
interface RequestHead {

	/** The method, in capitals. */
	String method();

	/** The values of a header, by its name in any case; empty when it is not there. */
	List<String> headers(String name);

	/**
	 * The value of a header that may come once; of several, none can be told to be right,
	 * so they are joined as HTTP does it (RFC 9110, section 5.3), which no check accepts.
	 */
	default @Nullable String header(String name) {
		List<String> values = headers(name);
		return switch (values.size()) {
			case 0 -> null;
			case 1 -> values.getFirst();
			default -> String.join(", ", values);
		};
	}

}
