package dev.mcpgateway.task;

/**
 * What the store tells of its tasks, whoever changed them.
 */
public sealed interface TaskSignal {

	/** From now on every change is told. */
	record Live() implements TaskSignal {
	}

	/**
	 * A task is not what it was.
	 *
	 * @param id which
	 * @param stopped whether it was ended from outside, so that what runs it is to stop
	 */
	record Changed(String id, boolean stopped) implements TaskSignal {
	}

	/** From now on changes may be missed, until it is live again. */
	record Lost() implements TaskSignal {
	}

}
