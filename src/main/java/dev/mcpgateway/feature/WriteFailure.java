package dev.mcpgateway.feature;

import org.jspecify.annotations.Nullable;

/**
 * Why what a call emitted could not be written. A face that meets such a failure cancels
 * the call, which is then no wish of the caller's: it says so here, for those who observe
 * the call. Of one call; safe for use by several threads.
 */
public final class WriteFailure {

	private volatile @Nullable Throwable cause;

	/** Notes the failure; called before the call is cancelled. */
	public void occurred(Throwable failure) {
		this.cause = failure;
	}

	/** The failure, if there was one. */
	public @Nullable Throwable cause() {
		return this.cause;
	}

}
