package dev.mcpgateway.wire;

import dev.mcpgateway.model.InputRequest;
import dev.mcpgateway.wire.WireCodec.ClientQuestion;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is asked of clients, which is the same in all revisions but for members of
 * elicitation.
 */
final class Questions {

	private Questions() {
	}

	/**
	 * Writes a question.
	 * @param revision which tells forms from pages since 2025-11-25, and in that one
	 * alone names the visit to a page
	 */
	static ClientQuestion of(InputRequest request, Revision revision) {
		ObjectNode params = JsonNodeFactory.instance.objectNode();
		return switch (request) {
			case InputRequest.Elicitation(var message, var requestedSchema) -> {
				if (revision.compareTo(Revision.V2025_11_25) >= 0) {
					params.put("mode", "form");
				}
				params.put("message", message).set("requestedSchema", requestedSchema);
				yield new ClientQuestion("elicitation/create", params);
			}
			case InputRequest.UrlElicitation(var message, var url, var elicitationId) -> {
				params.put("mode", "url").put("message", message).put("url", url);
				if (revision == Revision.V2025_11_25) {
					params.put("elicitationId", elicitationId);
				}
				yield new ClientQuestion("elicitation/create", params);
			}
			case InputRequest.Sampling(var sampling) -> new ClientQuestion("sampling/createMessage", sampling);
			case InputRequest.Roots roots -> new ClientQuestion("roots/list", params);
		};
	}

}
