package dev.mcpgateway.failure;

/**
 * No feature of that name, or none that the caller may know of.
 */
public final class UnknownFeatureException extends GatewayException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	public UnknownFeatureException(Kind kind, String name) {
		super("Unknown %s: %s".formatted(kind.noun, abbreviate(name)), null);
		this.kind = kind;
	}

	public Kind kind() {
		return this.kind;
	}

	/** The name came from outside: it is quoted, but not at any length. */
	private static String abbreviate(String name) {
		return (name.length() <= 200) ? name : name.substring(0, 200) + "…";
	}

	/**
	 * What was looked for.
	 */
	public enum Kind {

		TOOL("tool"), RESOURCE("resource"), PROMPT("prompt"), TASK("task");

		private final String noun;

		Kind(String noun) {
			this.noun = noun;
		}

	}

}
