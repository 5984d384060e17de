package dev.mcpgateway.embedded;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches while an adapter is in use and no property says where its server is, so that an
 * embedded one is wanted. {@code gateway.embedded.enabled=false} and
 * {@code gateway.<adapter>.enabled=false} both turn it off.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnNoServerCondition.class)
@interface ConditionalOnNoServer {

	/**
	 * The adapter that would use the server, as in {@code gateway.<adapter>.enabled}.
	 */
	String adapter();

	/**
	 * Properties of which each, when it has text, names a real server.
	 */
	String[] properties();

}
