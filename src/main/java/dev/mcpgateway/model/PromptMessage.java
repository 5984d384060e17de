package dev.mcpgateway.model;

/**
 * One message of a filled prompt.
 *
 * @param role who speaks
 * @param content what is said
 */
public record PromptMessage(Role role, ContentBlock content) {

	/** A message of the user, as text. */
	public static PromptMessage user(String text) {
		return new PromptMessage(Role.USER, new ContentBlock.Text(text));
	}

}
