package dev.mcpgateway.annotation;

import java.util.concurrent.Executors;

import dev.mcpgateway.schema.JsonSchemaGenerator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Features of annotated beans.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BlockingProperties.class)
class AnnotationConfiguration {

	/** Own features come first: nobody from outside can take their names. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	AnnotatedFeatureProvider annotatedFeatureProvider(ListableBeanFactory beans, JsonMapper mapper,
			BlockingMethods blockingMethods) {
		return new AnnotatedFeatureProvider(beans, new MethodParts(mapper, new JsonSchemaGenerator(), blockingMethods));
	}

	@Bean
	BlockingMethods blockingMethods(Scheduler blockingScheduler, BlockingProperties properties) {
		return new BlockingMethods(blockingScheduler, properties.maxBlocking());
	}

	/**
	 * Where methods run that may block: one virtual thread each. Who runs them bounds how
	 * many there are.
	 */
	@Bean(destroyMethod = "dispose")
	Scheduler blockingScheduler() {
		return Schedulers.fromExecutorService(
				Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("blocking-tool-", 0).factory()),
				"blocking-tools");
	}

}
