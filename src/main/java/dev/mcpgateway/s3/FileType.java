package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import dev.mcpgateway.failure.InvalidArgumentsException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaTypeFactory;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * The media type that a file is stored with.
 *
 * @param value the type as it was given, with its parameters
 * @param charset how its text is encoded; UTF-8 unless the type says otherwise
 */
record FileType(String value, Charset charset) {

	static final FileType TEXT = new FileType("text/plain", StandardCharsets.UTF_8);

	static final int MAX_LENGTH = 255;

	/**
	 * Reads a type.
	 * @param pointer where the caller gave it
	 * @throws InvalidArgumentsException when it is no concrete media type, or has a
	 * charset that is not known here
	 */
	static FileType of(String value, String pointer) {
		boolean header = value.length() <= MAX_LENGTH
				&& value.chars().allMatch((character) -> character >= ' ' && character <= '~');
		MimeType type;
		try {
			type = MimeTypeUtils.parseMimeType(value);
		}
		catch (InvalidMimeTypeException ex) {
			throw new InvalidArgumentsException(pointer,
					"not a media type such as text/plain, or its charset is not known here");
		}
		if (!header || !type.isConcrete()) {
			throw new InvalidArgumentsException(pointer, "not a concrete media type");
		}
		Charset charset = type.getCharset();
		return new FileType(value, (charset != null) ? charset : StandardCharsets.UTF_8);
	}

	/** The type that a file with such a name usually has. */
	static FileType guess(String key) {
		return new FileType(MediaTypeFactory.getMediaType(key.substring(key.lastIndexOf('/') + 1))
			.map(MimeType::toString)
			.orElse(MimeTypeUtils.APPLICATION_OCTET_STREAM_VALUE), StandardCharsets.UTF_8);
	}

	/** The type that was given, else the usual one. */
	static FileType ofOrGuess(@Nullable String value, String key, String pointer) {
		return (value != null) ? of(value, pointer) : guess(key);
	}

	/**
	 * Encodes a text.
	 * @param pointer where the caller gave the text
	 * @throws InvalidArgumentsException when the charset does not have all its characters
	 */
	byte[] encode(String text, String pointer) {
		try {
			ByteBuffer encoded = this.charset.newEncoder().encode(CharBuffer.wrap(text));
			byte[] bytes = new byte[encoded.remaining()];
			encoded.get(bytes);
			return bytes;
		}
		catch (CharacterCodingException | UnsupportedOperationException ex) {
			throw new InvalidArgumentsException(pointer,
					"has characters that %s, the charset of its media type, cannot encode".formatted(this.charset));
		}
	}

}
