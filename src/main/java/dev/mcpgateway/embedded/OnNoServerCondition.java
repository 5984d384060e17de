package dev.mcpgateway.embedded;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Decides {@link ConditionalOnNoServer}. A blank property counts as absent, because that
 * is what an unset variable in a compose file becomes.
 */
class OnNoServerCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnNoServer> annotation = metadata.getAnnotations().get(ConditionalOnNoServer.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnNoServer.class);
		Environment environment = context.getEnvironment();
		for (String owner : new String[] { "embedded", annotation.getString("adapter") }) {
			String property = "gateway." + owner + ".enabled";
			if (!environment.getProperty(property, Boolean.class, true)) {
				return ConditionOutcome.noMatch(message.because(property + " is false"));
			}
		}
		for (String property : annotation.getStringArray("properties")) {
			if (StringUtils.hasText(environment.getProperty(property))) {
				return ConditionOutcome.noMatch(message.because(property + " names a server"));
			}
		}
		return ConditionOutcome.match(message.because("no server is configured"));
	}

}
