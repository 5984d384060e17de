package dev.mcpgateway.requirement;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which sentences of the specification a test holds the gateway to: the test fails
 * when the gateway breaks one of them. On a class it speaks for all of its tests.
 */
@Documented
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.CLASS)
public @interface Requirement {

	/** Ids of the manifests under {@code src/test/resources/requirements}. */
	String[] value();

}
