package dev.mcpgateway.mcp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what a client keeps for the gateway, so that it can neither be read nor changed
 * on its way (AES-256-GCM). Any replica with the same key opens it.
 */
final class Seal {

	private static final Logger logger = LoggerFactory.getLogger(Seal.class);

	private static final String CIPHER = "AES/GCM/NoPadding";

	private static final int KEY_BYTES = 32;

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	/** More than a gateway ever seals is not worth decoding. */
	private static final int MAX_LENGTH = 256 * 1024;

	private final SecretKey key;

	private final SecureRandom random = new SecureRandom();

	Seal(@Nullable String configuredKey) {
		this.key = new SecretKeySpec((configuredKey != null) ? decode(configuredKey) : generate(), "AES");
	}

	private static byte[] decode(String configured) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(configured.strip());
		}
		catch (IllegalArgumentException ex) {
			bytes = new byte[0];
		}
		if (bytes.length != KEY_BYTES) {
			// The key itself stays out of the message.
			throw new IllegalArgumentException(
					"gateway.mcp.state-key must be the base64 of 32 random bytes (openssl rand -base64 32)");
		}
		return bytes;
	}

	private byte[] generate() {
		logger.info("No gateway.mcp.state-key: cursors and request states end with this process, "
				+ "and other replicas cannot open them");
		byte[] bytes = new byte[KEY_BYTES];
		this.random.nextBytes(bytes);
		return bytes;
	}

	/**
	 * Seals a text.
	 * @param purpose what for; a seal opens only for the same purpose
	 */
	String seal(String purpose, String text) {
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, purpose, text.getBytes(StandardCharsets.UTF_8));
		ByteBuffer all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
		return encode(all.array());
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/** Opens what was sealed; nothing when it was not, or not here, or not for this. */
	Optional<String> open(String purpose, String sealed) {
		if (sealed.length() > MAX_LENGTH) {
			return Optional.empty();
		}
		try {
			byte[] all = Base64.getUrlDecoder().decode(sealed);
			// Several texts decode to the same bytes; only one of them was given out.
			if (all.length < NONCE_BYTES + TAG_BITS / 8 || !encode(all).equals(sealed)) {
				return Optional.empty();
			}
			byte[] nonce = new byte[NONCE_BYTES];
			byte[] body = new byte[all.length - NONCE_BYTES];
			ByteBuffer.wrap(all).get(nonce).get(body);
			return Optional.of(new String(crypt(Cipher.DECRYPT_MODE, nonce, purpose, body), StandardCharsets.UTF_8));
		}
		catch (IllegalArgumentException | BrokenSealException ex) {
			return Optional.empty();
		}
	}

	private byte[] crypt(int mode, byte[] nonce, String purpose, byte[] input) {
		try {
			Cipher cipher = Cipher.getInstance(CIPHER);
			cipher.init(mode, this.key, new GCMParameterSpec(TAG_BITS, nonce));
			cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
			return cipher.doFinal(input);
		}
		catch (AEADBadTagException ex) {
			throw new BrokenSealException();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has AES-GCM", ex);
		}
	}

	/**
	 * The tag does not fit.
	 */
	private static final class BrokenSealException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BrokenSealException() {
			super(null, null, false, false);
		}

	}

}
