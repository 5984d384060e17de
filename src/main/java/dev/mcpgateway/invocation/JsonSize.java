package dev.mcpgateway.invocation;

/**
 * How many bytes a text takes when it is written, in UTF-8.
 */
public final class JsonSize {

	private JsonSize() {
	}

	/** As it stands. */
	public static long ofText(String text) {
		long bytes = text.length();
		for (int i = 0; i < text.length(); i++) {
			bytes += beyondOne(text.charAt(i));
		}
		return bytes;
	}

	/** As the content of a JSON string, between its quotes. */
	public static long ofString(String text) {
		long bytes = text.length();
		for (int i = 0; i < text.length(); i++) {
			char each = text.charAt(i);
			if (each < ' ') {
				bytes += (each == '\n' || each == '\r' || each == '\t' || each == '\b' || each == '\f') ? 1 : 5;
			}
			else if (each == '"' || each == '\\') {
				bytes++;
			}
			else {
				bytes += beyondOne(each);
			}
		}
		return bytes;
	}

	/** Half of a surrogate pair counts for two of its four bytes. */
	private static int beyondOne(char each) {
		if (each < 0x80) {
			return 0;
		}
		return (each < 0x800 || Character.isSurrogate(each)) ? 1 : 2;
	}

}
