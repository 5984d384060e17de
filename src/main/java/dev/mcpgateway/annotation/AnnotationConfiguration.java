package dev.mcpgateway.annotation;

import java.util.concurrent.Executors;

import dev.mcpgateway.schema.JsonSchemaGenerator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Features of annotated beans.
 */
@Configuration(proxyBeanMethods = false)
class AnnotationConfiguration {

	/** Own features come first: nobody from outside can take their names. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	AnnotatedFeatureProvider annotatedFeatureProvider(ListableBeanFactory beans, JsonMapper mapper,
			Scheduler blockingScheduler) {
		return new AnnotatedFeatureProvider(beans,
				new MethodParts(mapper, new JsonSchemaGenerator(), blockingScheduler));
	}

	/**
	 * Where methods run that may block: one virtual thread each. How many run at once is
	 * bounded by the number of calls.
	 */
	@Bean(destroyMethod = "dispose")
	Scheduler blockingScheduler() {
		return Schedulers.fromExecutorService(
				Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("blocking-tool-", 0).factory()),
				"blocking-tools");
	}

}
