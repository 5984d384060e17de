package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What is to be said against a key. A key means exactly what it says, percent signs
 * included; but stores and proxies that keep objects as files resolve paths, and some
 * decode them, so a key is also judged by what it becomes after percent-decoding, however
 * often it was encoded, and with a backslash read as a slash.
 */
final class KeyRules {

	/** What S3 allows, in bytes of UTF-8. */
	static final int MAX_BYTES = 1024;

	private static final Pattern ABSOLUTE_URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

	/** A dot, a slash and a backslash as too many bytes, which lenient decoders take. */
	private static final String[][] OVERLONG = { { "\u00c0\u00ae", "." }, { "\u00e0\u0080\u00ae", "." },
			{ "\u00c0\u00af", "/" }, { "\u00e0\u0080\u00af", "/" }, { "\u00c1\u009c", "\\" } };

	private KeyRules() {
	}

	/**
	 * Judges a key.
	 * @return the gravest fault, or nothing for a plain key
	 */
	static @Nullable Fault ofKey(String key) {
		return key.isEmpty() ? Fault.forbidden("is empty") : of(key, false);
	}

	/**
	 * Judges the beginning of keys, which may end anywhere and may be empty.
	 * @return the gravest fault, or nothing
	 */
	static @Nullable Fault ofPrefix(String prefix) {
		Fault fault = prefix.isEmpty() ? null : of(prefix, true);
		// Only a comparison is made with it: what it looks like decoded misleads nobody.
		return (fault != null && fault.severity() == Severity.MISLEADING) ? ofForm(prefix, true) : fault;
	}

	private static @Nullable Fault of(String key, boolean mayEndInSlash) {
		if (key.length() > MAX_BYTES || utf8Length(key) > MAX_BYTES) {
			return Fault.forbidden("is longer than %d bytes".formatted(MAX_BYTES));
		}
		Fault gravest = ofForm(key, mayEndInSlash);
		if (key.codePoints().anyMatch(KeyRules::isOdd)) {
			gravest = graver(gravest, Fault.unusual("has control characters, or code points that are no characters"));
		}
		String form = bytes(key);
		// Each round makes a form shorter that it changes, so there is an end.
		for (String decoded = decode(form); !decoded.equals(form); decoded = decode(form)) {
			form = decoded;
			Fault fault = ofForm(form, mayEndInSlash);
			if (fault == null && !isUtf8(form)) {
				fault = Fault.unusual("has percent-escapes that are not UTF-8");
			}
			else if (fault != null) {
				fault = new Fault(fault.severity(), fault.detail() + " after percent-decoding");
			}
			gravest = graver(gravest, fault);
		}
		return gravest;
	}

	private static @Nullable Fault graver(@Nullable Fault one, @Nullable Fault other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return (other.severity().compareTo(one.severity()) > 0) ? other : one;
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

	private static @Nullable Fault ofForm(String form, boolean mayEndInSlash) {
		if (form.indexOf('\0') >= 0) {
			return Fault.forbidden("has a NUL");
		}
		for (String segment : form.split("[/\\\\]", -1)) {
			if (segment.equals(".") || segment.equals("..")) {
				return Fault.forbidden("has '.' or '..' as a segment");
			}
		}
		if (ABSOLUTE_URL.matcher(form).matches()) {
			return Fault.misleading("is an absolute URL; give the key alone");
		}
		if (form.startsWith("/")) {
			return Fault.misleading("starts with a slash");
		}
		if (form.contains("//") || (form.endsWith("/") && !mayEndInSlash)) {
			return Fault.unusual("ends with a slash or has two in a row");
		}
		if (form.indexOf('\\') >= 0) {
			return Fault.unusual("has a backslash");
		}
		return form.chars().anyMatch(KeyRules::isControl) ? Fault.unusual("has control characters") : null;
	}

	/** Those beyond ASCII are left to their caller: here they may be bytes. */
	private static boolean isControl(int character) {
		return character < ' ' || character == '\u007f';
	}

	/** What XML 1.0 cannot carry, or only just. */
	private static boolean isOdd(int codePoint) {
		return Character.isISOControl(codePoint) || (codePoint & 0xfffe) == 0xfffe
				|| (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
	}

	/** The bytes of UTF-8, a character each. */
	private static String bytes(String key) {
		return new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

	private static boolean isUtf8(String bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	/** Decodes what is a percent-escape and leaves any other percent sign. */
	private static String decode(String form) {
		if (form.indexOf('%') < 0) {
			return form;
		}
		StringBuilder decoded = new StringBuilder(form.length());
		for (int i = 0; i < form.length(); i++) {
			int high = (form.charAt(i) == '%' && i + 2 < form.length()) ? Character.digit(form.charAt(i + 1), 16) : -1;
			int low = (high >= 0) ? Character.digit(form.charAt(i + 2), 16) : -1;
			if (low >= 0) {
				decoded.append((char) (high * 16 + low));
				i += 2;
			}
			else {
				decoded.append(form.charAt(i));
			}
		}
		String lenient = decoded.toString();
		for (String[] overlong : OVERLONG) {
			lenient = lenient.replace(overlong[0], overlong[1]);
		}
		return lenient;
	}

	/**
	 * What is wrong with a key.
	 *
	 * @param severity what follows from it
	 * @param detail the end of a sentence that starts with "the key"
	 */
	record Fault(Severity severity, String detail) {

		private static Fault forbidden(String detail) {
			return new Fault(Severity.FORBIDDEN, detail);
		}

		private static Fault misleading(String detail) {
			return new Fault(Severity.MISLEADING, detail);
		}

		private static Fault unusual(String detail) {
			return new Fault(Severity.UNUSUAL, detail);
		}

	}

	/**
	 * What follows from a fault, the gravest last. Nothing is stored under a key that has
	 * one.
	 */
	enum Severity {

		/** Another program may have stored it; it is used when the store lists it. */
		UNUSUAL,

		/** The same, but a caller who names what is not there has erred. */
		MISLEADING,

		/** It is never sent to the store. */
		FORBIDDEN

	}

}
