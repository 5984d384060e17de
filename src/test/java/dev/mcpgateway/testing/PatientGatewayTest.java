package dev.mcpgateway.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.test.context.TestPropertySource;

/**
 * A {@link GatewayTest} whose calls last until their client ends them, and whose streams
 * are never silent for long.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@GatewayTest
@TestPropertySource(properties = { "gateway.calls.deadline=5m", "gateway.calls.idle-deadline=5m",
		"gateway.calls.reader-deadline=5m", "gateway.mcp.http.keep-alive=250ms" })
public @interface PatientGatewayTest {

}
