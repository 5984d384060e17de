package dev.mcpgateway.feature;

import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.LogLevel;
import org.jspecify.annotations.Nullable;

/**
 * What a running tool tells. The end of the stream is the end of the call; its error is
 * the call's failure.
 */
public sealed interface CallToolEvent {

	/**
	 * One value that the tool produced.
	 *
	 * @param value what Jackson can write: a {@code JsonNode}, a record, a
	 * {@code RawValue}
	 */
	record Item(Object value) implements CallToolEvent {
	}

	/** Content to be read rather than computed with. */
	record Content(ContentBlock block) implements CallToolEvent {
	}

	/**
	 * A message for the client's log. A face may drop it.
	 *
	 * @param level how much it matters
	 * @param logger who says it
	 * @param data what Jackson can write; no secrets, nothing of the gateway's insides
	 */
	record Log(LogLevel level, @Nullable String logger, Object data) implements CallToolEvent {
	}

	/**
	 * How far the call is. A face may drop it.
	 *
	 * @param progress grows with each event
	 * @param total what {@code progress} will reach, when known
	 * @param message what is being done
	 */
	record Progress(double progress, @Nullable Double total, @Nullable String message) implements CallToolEvent {
	}

	/**
	 * The value of an item that knows where it stands in the order of its stream. A tool
	 * whose items do goes on behind one of them when a call asks for it
	 * ({@link ToolCall#resumeAfter()}), without producing again what came before.
	 */
	interface Positioned {

		/**
		 * Where the item stands: a short text that means something to its tool only, and
		 * goes on to mean it when the gateway is started again.
		 */
		String position();

	}

}
