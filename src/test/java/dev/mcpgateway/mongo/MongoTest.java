package dev.mcpgateway.mongo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * The whole gateway on a free port, with MongoDB as its only backend.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "gateway.postgres.enabled=false", "gateway.s3.enabled=false",
				// A busy machine may leave the server's process waiting for seconds.
				"gateway.mongo.connect-timeout=10s", "logging.level.org.mongodb.driver=warn" })
@Import(MongoCommands.Recording.class)
@interface MongoTest {

}
