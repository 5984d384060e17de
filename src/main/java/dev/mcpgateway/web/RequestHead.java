package dev.mcpgateway.web;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Method, path and headers of a request, as every face reads them.
 */
public interface RequestHead {

	/** The method, in capitals. */
	String method();

	/** The values of a header, by its name in any case; empty when it is not there. */
	List<String> headers(String name);

	/**
	 * The value of a header that may come once. Repeated headers are joined (RFC 9110,
	 * section 5.3) and then fail every check.
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
