package dev.mcpgateway.clients;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.mcpgateway.testing.PatientGatewayTest;

import org.springframework.context.annotation.Import;

/**
 * A test of a client that others wrote, against a gateway with the features of
 * {@link PatientGatewayTest} and {@link ChangeFeatures}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@PatientGatewayTest
@Import(ChangeFeatures.class)
@interface ClientTest {

}
