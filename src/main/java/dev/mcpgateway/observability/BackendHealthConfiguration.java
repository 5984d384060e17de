package dev.mcpgateway.observability;

import dev.mcpgateway.registry.BackendMonitor;
import dev.mcpgateway.registry.BackendStatus;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Shows each backend in {@code /actuator/health}.
 */
@Configuration(proxyBeanMethods = false)
class BackendHealthConfiguration {

	@Bean
	InitializingBean backendHealth(BackendMonitor backends, ReactiveHealthContributorRegistry contributors) {
		return () -> backends.names().forEach((name) -> {
			ReactiveHealthIndicator indicator = () -> backends.status(name)
				.map((status) -> ((status == BackendStatus.UP) ? Health.up() : Health.down()).build());
			contributors.registerContributor(name, indicator);
		});
	}

}
