package dev.mcpgateway.jsonrpc;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The error of a response.
 *
 * @param code what kind of error, see the constants
 * @param message one sentence for the caller
 * @param data more about it, when the code defines any
 */
public record JsonRpcError(int code, String message, @Nullable JsonNode data) {

	/** The bytes are no JSON. */
	public static final int PARSE_ERROR = -32700;

	/** The JSON is no message that can be taken here. */
	public static final int INVALID_REQUEST = -32600;

	/** The revision has no such method. */
	public static final int METHOD_NOT_FOUND = -32601;

	/** The parameters are not what the method takes, or name what is not there. */
	public static final int INVALID_PARAMS = -32602;

	/** The server failed. */
	public static final int INTERNAL_ERROR = -32603;

	/** No such resource, up to 2025-11-25. */
	public static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

	/** Headers and body do not say the same, from 2026-07-28. */
	public static final int HEADER_MISMATCH = -32020;

	/** The client lacks a capability that the request needs, from 2026-07-28. */
	public static final int MISSING_CLIENT_CAPABILITY = -32021;

	/** The server does not speak the revision, from 2026-07-28. */
	public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

	/** An error without data. */
	public static JsonRpcError of(int code, String message) {
		return new JsonRpcError(code, message, null);
	}

	/** The parameters are wrong. */
	public static JsonRpcError invalidParams(String message) {
		return of(INVALID_PARAMS, message);
	}

}
