package dev.mcpgateway.s3;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * The whole gateway on a free port, with the object store as its only backend.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "gateway.postgres.enabled=false", "gateway.mongo.enabled=false",
				"gateway.s3.access-key=" + S3TestServer.ACCESS_KEY,
				"gateway.s3.secret-key=" + S3TestServer.SECRET_KEY })
@interface S3Test {

}
