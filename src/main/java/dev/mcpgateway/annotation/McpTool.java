package dev.mcpgateway.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.mcpgateway.feature.ToolSpecification.TaskSupport;

/**
 * Makes a method of a bean a tool.
 *
 * <p>
 * The input schema comes from the parameters (see {@link McpParam}), the output schema
 * from the return type:
 * <table>
 * <caption>Return types</caption>
 * <tr>
 * <th>returns</th>
 * <th>the call emits</th>
 * <th>runs on</th>
 * <th>time</th>
 * </tr>
 * <tr>
 * <td>{@code Flux<T>}, any {@code Publisher<T>} but {@code Mono}</td>
 * <td>each element as it comes, no faster than the reader takes it; cancelled with the
 * call</td>
 * <td>the caller's event loop: must not block</td>
 * <td>idle deadline</td>
 * </tr>
 * <tr>
 * <td>{@code Mono<T>}, {@code CompletionStage<T>}</td>
 * <td>its value, or nothing when it is empty</td>
 * <td>the caller's event loop: must not block</td>
 * <td>deadline</td>
 * </tr>
 * <tr>
 * <td>{@code T}, {@code Optional<T>}</td>
 * <td>the value, or nothing when it is absent; a cancelled call interrupts the
 * thread</td>
 * <td>a virtual thread: may block</td>
 * <td>deadline</td>
 * </tr>
 * <tr>
 * <td>{@code Mono<Void>}</td>
 * <td>nothing</td>
 * <td>the caller's event loop: must not block</td>
 * <td>deadline</td>
 * </tr>
 * <tr>
 * <td>{@code void}</td>
 * <td>nothing</td>
 * <td>a virtual thread: may block</td>
 * <td>deadline</td>
 * </tr>
 * </table>
 * {@code T} is an item: whatever Jackson writes. A
 * {@link dev.mcpgateway.model.ContentBlock} is emitted as content instead, and a
 * {@link dev.mcpgateway.feature.CallToolEvent} as itself, which is how a tool tells its
 * progress; {@link #result()} says when one item follows. Of a stream that tells none,
 * the items are counted for clients that ask. Decimals that stand in a {@code JsonNode}
 * or a {@code BigDecimal} are written with all their digits. A
 * {@link dev.mcpgateway.feature.CallContext} parameter lets the tool ask the client. A
 * thrown {@link dev.mcpgateway.failure.GatewayException} is the call's failure; any other
 * exception is a bug, of which the caller sees only a trace id.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface McpTool {

	/** The tool's name: 1–64 of {@code [A-Za-z0-9_.-]}. */
	String name();

	/** A name for people; empty for none. */
	String title() default "";

	/** What the tool does, for a model that decides whether to call it. */
	String description();

	/** The tool changes nothing. */
	boolean readOnly() default false;

	/** The tool may delete or overwrite. */
	boolean destructive() default false;

	/** Calling the tool again with the same arguments changes nothing more. */
	boolean idempotent() default false;

	/** The tool reaches systems outside the gateway's own backends. */
	boolean openWorld() default false;

	/**
	 * The type of the one item of a method that returns {@code Flux<CallToolEvent>}, so
	 * that it can tell its progress before it. The output schema comes from it, and the
	 * call has the deadline of one that emits one value.
	 */
	Class<?> result() default Void.class;

	/** Whether a call may, or must, run as a task. */
	TaskSupport task() default TaskSupport.FORBIDDEN;

}
