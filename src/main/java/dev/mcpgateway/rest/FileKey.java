package dev.mcpgateway.rest;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.mcpgateway.web.RequestException;

/**
 * The key of a file in the path of a request. It is decoded here, once, from the path as
 * it was sent; what keys may be is for the store to say.
 */
final class FileKey {

	private FileKey() {
	}

	/**
	 * Reads the key.
	 * @param target the target of the request
	 * @param path what comes before the key
	 * @throws RequestException when it is not percent-encoded UTF-8, or a query follows
	 * it
	 */
	static String of(URI target, String path) {
		if (target.getRawQuery() != null) {
			throw RequestException.malformed("A file's address has no query; a question mark in a key is %3F.");
		}
		String raw = target.getRawPath();
		return decode(raw.startsWith(path) ? raw.substring(path.length()) : "");
	}

	private static String decode(String raw) {
		byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] != '%') {
				decoded.write(bytes[i]);
				continue;
			}
			int high = (i + 2 < bytes.length) ? Character.digit(bytes[i + 1], 16) : -1;
			int low = (high >= 0) ? Character.digit(bytes[i + 2], 16) : -1;
			if (low < 0) {
				throw RequestException.malformed("The path has a percent sign without two hexadecimal digits.");
			}
			decoded.write(high * 16 + low);
			i += 2;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw RequestException.malformed("The path is not percent-encoded UTF-8.");
		}
	}

}
