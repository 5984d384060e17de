package dev.mcpgateway.clients;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.mcpgateway.testing.GatewayTest;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * A test of a client that others wrote, against a gateway with the features of
 * {@link GatewayTest} and {@link ChangeFeatures}, whose calls last until their client
 * cancels them.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@GatewayTest
@Import(ChangeFeatures.class)
@TestPropertySource(properties = { "gateway.calls.deadline=5m", "gateway.calls.idle-deadline=5m" })
@interface ClientTest {

}
