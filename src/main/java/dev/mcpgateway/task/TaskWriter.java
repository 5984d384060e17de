package dev.mcpgateway.task;

import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.InputRequest;

/**
 * Writes what a task keeps as JSON, the way its caller will get it. Called on any thread.
 */
public interface TaskWriter {

	/** The result of a call. */
	String result(CallToolResult result);

	/** One request to the client, with its method and parameters. */
	String inputRequest(InputRequest request);

	/**
	 * How a call ends that failed: as a result that says so, or as an error. It does what
	 * the face does with the failure of an ordinary call, its logging included.
	 * @param failure any failure but a question to the client, a bug too
	 */
	TaskStatus.Ended outcome(Throwable failure);

}
