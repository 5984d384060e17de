package dev.mcpgateway.web;

import java.util.Map;

/**
 * Decides, from the head of a request, whether it may come in at all. Every HTTP face
 * asks it before it reads anything else.
 */
public interface RequestGate {

	/** Decides about a request. */
	Decision decide(RequestHead head);

	/**
	 * What becomes of a request.
	 */
	sealed interface Decision {

		/**
		 * It may come in.
		 *
		 * @param headers what its response carries besides its own headers, whatever the
		 * response is
		 */
		record Admitted(Map<String, String> headers) implements Decision {

			public Admitted {
				headers = Map.copyOf(headers);
			}

		}

		/**
		 * A browser asks whether a page may send a request (CORS preflight): the response
		 * is 204 with these headers, and nothing else is done.
		 *
		 * @param headers what the page may do
		 */
		record Preflight(Map<String, String> headers) implements Decision {

			public Preflight {
				headers = Map.copyOf(headers);
			}

		}

		/**
		 * It may not.
		 *
		 * @param failure why
		 */
		record Refused(RequestException failure) implements Decision {
		}

	}

}
