package dev.mcpgateway.mcp;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A message to the client, as JSON on one line.
 */
public final class ServerMessage {

	private final Kind kind;

	private final byte[] json;

	private final int errorCode;

	private ServerMessage(Kind kind, byte[] json, int errorCode) {
		this.kind = kind;
		this.json = json;
		this.errorCode = errorCode;
	}

	/** A sign between parts of a transport, told by its identity; never sent. */
	public static ServerMessage marker() {
		return new ServerMessage(Kind.NOTIFICATION, new byte[0], 0);
	}

	/**
	 * How the messages of a request conclude for a client that gets one message alone.
	 * @return the response, or the first question, which ends the request since nobody
	 * hears it; nothing when the request was cancelled. Notifications are left out
	 */
	public static Mono<ServerMessage> conclusion(Flux<ServerMessage> messages) {
		return messages.filter((message) -> message.kind() != Kind.NOTIFICATION)
			.takeUntil((message) -> message.kind() == Kind.QUESTION)
			.takeLast(1)
			.next();
	}

	static ServerMessage notification(byte[] json) {
		return new ServerMessage(Kind.NOTIFICATION, json, 0);
	}

	static ServerMessage question(byte[] json) {
		return new ServerMessage(Kind.QUESTION, json, 0);
	}

	/** Something that the client is told. */
	public static ServerMessage notified(byte[] json) {
		return notification(json);
	}

	/** A response whose errors do not matter to its transport. */
	public static ServerMessage response(byte[] json) {
		return result(json);
	}

	static ServerMessage result(byte[] json) {
		return new ServerMessage(Kind.RESPONSE, json, 0);
	}

	static ServerMessage error(byte[] json, int errorCode) {
		return new ServerMessage(Kind.RESPONSE, json, errorCode);
	}

	public Kind kind() {
		return this.kind;
	}

	/** The message; not to be changed. */
	public byte[] json() {
		return this.json;
	}

	/** The JSON-RPC code when it is an error, else 0. */
	public int errorCode() {
		return this.errorCode;
	}

	/**
	 * What a message is.
	 */
	public enum Kind {

		/**
		 * Something that the client is told. A transport may drop it when the client does
		 * not keep up.
		 */
		NOTIFICATION,

		/** Something that the client is asked, where the revision has that. */
		QUESTION,

		/** The answer to a request, and the last message about it. */
		RESPONSE

	}

}
