package dev.mcpgateway;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import dev.mcpgateway.connection.Connections;
import dev.mcpgateway.connection.ConnectionProperties;
import io.netty.util.internal.OutOfDirectMemoryError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Sees to it that an {@link OutOfMemoryError} on any thread ends the process, also
 * without {@code -XX:+ExitOnOutOfMemoryError}. Such an error is either nobody's, and
 * reaches the handler of its thread or scheduler, or somebody caught it and logs it;
 * where it is lost, an event loop is dead or stuck, which a watch finds.
 */
final class FatalErrors implements ApplicationListener<ApplicationEvent> {

	private static final Logger logger = LoggerFactory.getLogger(FatalErrors.class);

	private static final int DEEPEST = 20;

	/** Both classes have to be there before the memory is gone. */
	private static final ProcessEnd END = ProcessEnd.OUT_OF_MEMORY;

	private static final Class<?> NOT_FATAL = OutOfDirectMemoryError.class;

	private @Nullable EventLoopWatch watch;

	/** Watches all threads of this process from now on. */
	static FatalErrors install() {
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
			endIfFatal(failure);
			logger.error("Thread {} ended", thread.getName(), failure);
		});
		Schedulers.onHandleError("fatal", (thread, failure) -> {
			endIfFatal(failure);
			logger.error("A task failed on {}", thread.getName(), failure);
		});
		return new FatalErrors();
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		switch (event) {
			// Boot's logging is set up by now, and not set up anew afterwards.
			case ApplicationPreparedEvent prepared -> watchLog();
			case ApplicationStartedEvent started -> watchEventLoops(started.getApplicationContext());
			case ContextClosedEvent closed -> stop();
			default -> {
			}
		}
	}

	private static void watchLog() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			FatalLog appender = new FatalLog();
			appender.setContext(context);
			appender.setName("fatal");
			appender.start();
			context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
		}
	}

	private void watchEventLoops(ApplicationContext context) {
		Connections connections = context.getBeanProvider(Connections.class).getIfAvailable();
		if (connections != null && this.watch == null) {
			this.watch = new EventLoopWatch(connections::eventLoops,
					context.getBean(ConnectionProperties.class).eventLoopTimeout(), ProcessEnd::now);
			this.watch.start();
		}
	}

	private void stop() {
		if (this.watch != null) {
			this.watch.close();
			this.watch = null;
		}
	}

	private static void endIfFatal(Throwable failure) {
		Throwable each = failure;
		for (int i = 0; each != null && i < DEEPEST; i++) {
			if (isFatal(each)) {
				END.now();
			}
			each = each.getCause();
		}
	}

	/**
	 * Netty's own error says that buffers are used up: the read that met it fails, its
	 * connection closes, and its buffers come back.
	 */
	private static boolean isFatal(Throwable failure) {
		return failure instanceof OutOfMemoryError && !NOT_FATAL.isInstance(failure);
	}

	/**
	 * Reads what others log of the errors that they have caught.
	 */
	private static final class FatalLog extends AppenderBase<ILoggingEvent> {

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
				endIfFatal(proxy.getThrowable());
			}
		}

	}

}
