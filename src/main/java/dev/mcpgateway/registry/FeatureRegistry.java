package dev.mcpgateway.registry;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.registry.CatalogChange.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The in-process registry: asks every provider for its features, merges them into a
 * {@link Catalog}, and tells of each new one. Starts before the web server takes calls
 * and stops after the last call has ended.
 */
@Component
public class FeatureRegistry implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(FeatureRegistry.class);

	/** How long a provider may take to open or close. */
	private static final Duration LIFECYCLE_TIMEOUT = Duration.ofSeconds(30);

	private final List<FeatureProvider> providers;

	private final Map<String, FeatureSet> offered = new LinkedHashMap<>();

	private final Sinks.Many<CatalogChange> changes = Sinks.many().multicast().directBestEffort();

	private volatile Catalog catalog = Catalog.EMPTY;

	private volatile Disposable.@Nullable Composite subscriptions;

	/**
	 * Creates a registry.
	 * @param providers in the order in which they own names
	 */
	public FeatureRegistry(List<FeatureProvider> providers) {
		this.providers = List.copyOf(providers);
		for (FeatureProvider provider : this.providers) {
			if (this.offered.put(provider.name(), FeatureSet.EMPTY) != null) {
				throw new IllegalArgumentException("Two providers have the name " + provider.name());
			}
		}
	}

	/** What the gateway offers now. */
	public Catalog catalog() {
		return this.catalog;
	}

	/**
	 * Tells of each new catalog from now on. A subscriber that does not keep up misses
	 * changes, never sees an old catalog as new: {@link #catalog()} is always current.
	 */
	public Flux<CatalogChange> changes() {
		return this.changes.asFlux();
	}

	@Override
	public void start() {
		Disposable.Composite started = Disposables.composite();
		this.subscriptions = started;
		for (FeatureProvider provider : this.providers) {
			// The context starts on its own thread and must not go on before this is
			// done.
			provider.start().block(LIFECYCLE_TIMEOUT);
			Flux<FeatureSet> features = provider.features().doOnNext((set) -> offer(provider, set));
			Sinks.Empty<Void> first = Sinks.empty();
			// A subscription of the process's own, ended by stop().
			started.add(features.doOnNext((set) -> first.tryEmitEmpty()).subscribe((set) -> {
			}, (failure) -> {
				if (first.tryEmitError(failure) != Sinks.EmitResult.OK) {
					logger.error("Provider {} ended; its features stay as they were", provider.name(), failure);
				}
			}, first::tryEmitEmpty));
			first.asMono().block(LIFECYCLE_TIMEOUT);
		}
		logger.info("Catalog: {} tools, {} resources, {} resource templates, {} prompts", this.catalog.tools().size(),
				this.catalog.resources().size(), this.catalog.resourceTemplates().size(),
				this.catalog.prompts().size());
	}

	private synchronized void offer(FeatureProvider provider, FeatureSet features) {
		this.offered.put(provider.name(), features);
		Catalog before = this.catalog;
		CatalogBuilder builder = new CatalogBuilder(before);
		this.offered.forEach(builder::add);
		builder.leftOut().forEach((each) -> logger.warn("Left out {}", each));
		Catalog after = builder.build(before.generation() + 1);
		Set<Kind> kinds = difference(before, after);
		if (!kinds.isEmpty()) {
			this.catalog = after;
			this.changes.tryEmitNext(new CatalogChange(after, kinds));
		}
	}

	private static Set<Kind> difference(Catalog before, Catalog after) {
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		if (differ(before, after, (each) -> each.tools().stream().map(CatalogTool::specification).toList())) {
			kinds.add(Kind.TOOLS);
		}
		if (differ(before, after, (each) -> List.copyOf(each.resources()))
				|| differ(before, after, (each) -> List.copyOf(each.resourceTemplates()))) {
			kinds.add(Kind.RESOURCES);
		}
		if (differ(before, after, (each) -> List.copyOf(each.prompts()))) {
			kinds.add(Kind.PROMPTS);
		}
		return kinds;
	}

	private static boolean differ(Catalog before, Catalog after, Function<Catalog, List<?>> part) {
		return !part.apply(before).equals(part.apply(after));
	}

	@Override
	public void stop() {
		Disposable.Composite started = this.subscriptions;
		this.subscriptions = null;
		if (started != null) {
			started.dispose();
		}
		for (FeatureProvider provider : this.providers.reversed()) {
			provider.stop().timeout(LIFECYCLE_TIMEOUT).onErrorResume((failure) -> {
				logger.warn("Provider {} did not stop cleanly", provider.name(), failure);
				return Mono.empty();
			}).block();
		}
	}

	@Override
	public boolean isRunning() {
		return this.subscriptions != null;
	}

	/** Before the web server (whose phase is higher) starts, after it stops. */
	@Override
	public int getPhase() {
		return 0;
	}

}
