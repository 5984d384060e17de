package dev.mcpgateway;

import java.util.List;

import dev.mcpgateway.invocation.CallGuard;
import dev.mcpgateway.source.Bulkhead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Warns when the sources together may hold every place of the process: then one that
 * hangs can keep what needs no source from being served.
 */
@Component
class CapacityCheck {

	private static final Logger logger = LoggerFactory.getLogger(CapacityCheck.class);

	private final List<Bulkhead> bulkheads;

	private final CallGuard guard;

	CapacityCheck(List<Bulkhead> bulkheads, CallGuard guard) {
		this.bulkheads = bulkheads;
		this.guard = guard;
	}

	@EventListener(ApplicationStartedEvent.class)
	void check() {
		int held = this.bulkheads.stream().mapToInt(Bulkhead::capacity).sum();
		if (held >= this.guard.limit()) {
			logger.warn(
					"gateway.calls.max-concurrent is {}, and sources that hang may hold {}: "
							+ "set it higher, or the shares and max-waiting of gateway.*.bulkhead lower",
					this.guard.limit(), held);
		}
	}

}
