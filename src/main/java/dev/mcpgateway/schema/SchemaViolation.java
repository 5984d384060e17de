package dev.mcpgateway.schema;

/**
 * One way in which a value breaks a schema.
 *
 * @param pointer JSON pointer (RFC 6901) to the offending value; empty for the root
 * @param detail what is wrong, for the reader who has to mend it
 */
public record SchemaViolation(String pointer, String detail) {

	/**
	 * Points at a member.
	 * @param parent pointer to the object; empty for the root
	 * @param name the member's name, as it stands in the object
	 */
	public static String pointer(String parent, String name) {
		return parent + '/' + name.replace("~", "~0").replace("/", "~1");
	}
}
