package dev.mcpgateway.mongo;

import dev.mcpgateway.failure.InvalidArgumentsException;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands within the arguments. Its text is only made when something is
 * wrong there.
 *
 * @param parent what it stands in, absent for an argument
 * @param name its name, or its index in an array
 */
record JsonLocation(@Nullable JsonLocation parent, String name) {

	static JsonLocation ofArgument(String name) {
		return new JsonLocation(null, name);
	}

	JsonLocation member(String member) {
		return new JsonLocation(this, member);
	}

	JsonLocation element(int index) {
		return new JsonLocation(this, Integer.toString(index));
	}

	InvalidArgumentsException failure(String detail) {
		return new InvalidArgumentsException(toString(), detail);
	}

	/** The JSON pointer (RFC 6901). */
	@Override
	public String toString() {
		StringBuilder pointer = new StringBuilder();
		append(pointer);
		return pointer.toString();
	}

	private void append(StringBuilder pointer) {
		if (this.parent != null) {
			this.parent.append(pointer);
		}
		pointer.append('/').append(this.name.replace("~", "~0").replace("/", "~1"));
	}

}
