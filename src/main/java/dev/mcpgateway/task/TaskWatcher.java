package dev.mcpgateway.task;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.mcpgateway.failure.GatewayException;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/**
 * Follows tasks until they are over.
 */
final class TaskWatcher {

	/** How often the store is asked while it does not tell. */
	private static final Duration WITHOUT_NEWS = Duration.ofSeconds(2);

	private static final Retry AGAIN = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
		.maxBackoff(Duration.ofSeconds(5))
		.filter(GatewayException.class::isInstance);

	private final TaskReader reader;

	private final TaskKeeper keeper;

	TaskWatcher(TaskReader reader, TaskKeeper keeper) {
		this.reader = reader;
		this.keeper = keeper;
	}

	/** The states of tasks, now and whenever one is another. */
	Flux<TaskState> watch(Collection<String> ids) {
		return ids.isEmpty() ? Flux.empty() : Flux.defer(() -> {
			Watched watched = new Watched(ids);
			Flux<String> told = this.keeper.changed().filter((id) -> id.isEmpty() || watched.isOpen(id));
			Flux<String> untold = Flux.interval(WITHOUT_NEWS).filter((tick) -> !this.keeper.isLive()).map((tick) -> "");
			// What comes while the store is asked is one reason to ask again, however
			// much.
			return Flux.merge(told, untold, Flux.just(""))
				.onBackpressureLatest()
				.concatMap((news) -> this.reader.find(watched.open()).retryWhen(AGAIN), 1)
				.filter(watched::isNews)
				.map(StoredTask::state)
				.takeUntil((state) -> watched.isOver());
		});
	}

	/**
	 * What one watcher knows. States come one after the other; news come whenever they
	 * do.
	 */
	private static final class Watched {

		private final Set<String> open = ConcurrentHashMap.newKeySet();

		private final Map<String, Long> revisions = new HashMap<>();

		Watched(Collection<String> ids) {
			this.open.addAll(ids);
		}

		boolean isOpen(String id) {
			return this.open.contains(id);
		}

		boolean isOver() {
			return this.open.isEmpty();
		}

		Set<String> open() {
			return Set.copyOf(this.open);
		}

		boolean isNews(StoredTask task) {
			Long before = this.revisions.put(task.state().id(), task.revision());
			if (task.state().isOver()) {
				this.open.remove(task.state().id());
			}
			return before == null || before != task.revision();
		}

	}

}
