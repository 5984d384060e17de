package dev.mcpgateway.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which keys are taken. A key means exactly what it says, percent signs included; but one
 * that would lead elsewhere after percent-decoding is refused too, however often it was
 * encoded, since stores and proxies that keep objects as files decode and resolve paths.
 */
final class KeyRules {

	/** What S3 allows, in bytes of UTF-8. */
	static final int MAX_BYTES = 1024;

	/** Nobody encodes a key more often than this in good faith. */
	private static final int MAX_DECODINGS = 4;

	private static final Pattern ABSOLUTE_URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

	private KeyRules() {
	}

	/**
	 * Checks a key.
	 * @return what is wrong with it, as the end of a sentence that starts with its name,
	 * or nothing
	 */
	static @Nullable String faultOfKey(String key) {
		return key.isEmpty() ? "is empty" : fault(key, false);
	}

	/**
	 * Checks the beginning of keys, which may end anywhere and may be empty.
	 * @return what is wrong with it, or nothing
	 */
	static @Nullable String faultOfPrefix(String prefix) {
		return prefix.isEmpty() ? null : fault(prefix, true);
	}

	private static @Nullable String fault(String key, boolean mayEndInSlash) {
		if (key.length() > MAX_BYTES || utf8Length(key) > MAX_BYTES) {
			return "is longer than %d bytes".formatted(MAX_BYTES);
		}
		String form = key;
		for (int decodings = 0; decodings <= MAX_DECODINGS; decodings++) {
			String fault = faultOfForm(form, mayEndInSlash);
			if (fault != null) {
				return (decodings == 0) ? fault : fault + " after percent-decoding";
			}
			String decoded = decode(form);
			if (decoded == null) {
				return "has percent-escapes that are not UTF-8";
			}
			if (decoded.equals(form)) {
				return null;
			}
			form = decoded;
		}
		return "is percent-encoded many times over";
	}

	/** The length in UTF-8; more than is allowed when it has none. */
	private static int utf8Length(String key) {
		try {
			return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key)).remaining();
		}
		catch (CharacterCodingException ex) {
			// Half a surrogate pair is no character.
			return Integer.MAX_VALUE;
		}
	}

	private static @Nullable String faultOfForm(String form, boolean mayEndInSlash) {
		if (form.chars().anyMatch(Character::isISOControl)) {
			return "has control characters";
		}
		if (form.indexOf('\\') >= 0) {
			return "has a backslash";
		}
		if (ABSOLUTE_URL.matcher(form).matches()) {
			return "is an absolute URL; give the key alone";
		}
		String[] segments = form.split("/", -1);
		for (int i = 0; i < segments.length; i++) {
			boolean last = i == segments.length - 1;
			if (segments[i].isEmpty() && !(last && mayEndInSlash)) {
				return "starts or ends with a slash, or has two in a row";
			}
			if (".".equals(segments[i]) || "..".equals(segments[i])) {
				return "has '.' or '..' as a segment";
			}
		}
		return null;
	}

	/** Decodes what is a percent-escape and leaves any other percent sign. */
	private static @Nullable String decode(String form) {
		if (form.indexOf('%') < 0) {
			return form;
		}
		byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
		for (int i = 0; i < bytes.length; i++) {
			int high = (bytes[i] == '%' && i + 2 < bytes.length) ? Character.digit(bytes[i + 1], 16) : -1;
			int low = (high >= 0) ? Character.digit(bytes[i + 2], 16) : -1;
			if (low >= 0) {
				decoded.write(high * 16 + low);
				i += 2;
			}
			else {
				decoded.write(bytes[i]);
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

}
