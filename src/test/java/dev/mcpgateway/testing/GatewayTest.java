package dev.mcpgateway.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.mcpgateway.McpGatewayApplication;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/**
 * A test against a whole gateway on a random port, without adapters, with
 * {@link SampleFeatures}, {@link DialogueFeatures}, a {@link SampleProvider} and a
 * {@link SampleBackend}. All tests share one.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import({ SampleFeatures.class, DialogueFeatures.class, SampleProvider.class, SampleBackend.class })
@SpringBootTest(classes = McpGatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "gateway.postgres.enabled=false", "gateway.mongo.enabled=false", "gateway.s3.enabled=false",
				"gateway.calls.deadline=3s", "gateway.calls.idle-deadline=3s", "gateway.calls.reader-deadline=3s" })
public @interface GatewayTest {

}
