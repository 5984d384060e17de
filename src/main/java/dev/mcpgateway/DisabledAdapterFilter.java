package dev.mcpgateway;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out Spring Boot's clients of backends that are switched off, which would
 * otherwise ask for a server.
 */
class DisabledAdapterFilter implements AutoConfigurationImportFilter, EnvironmentAware {

	/** The switch of an adapter, by the packages of what serves only that adapter. */
	private static final Map<String, String> SWITCHES = Map.of("org.springframework.boot.r2dbc.",
			"gateway.postgres.enabled", "org.springframework.boot.mongodb.", "gateway.mongo.enabled",
			"org.springframework.boot.data.mongodb.", "gateway.mongo.enabled");

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurationClasses[i];
			matches[i] = name == null || isWanted(name);
		}
		return matches;
	}

	private boolean isWanted(String autoConfiguration) {
		Environment settings = this.environment;
		return settings == null || SWITCHES.entrySet()
			.stream()
			.filter((each) -> autoConfiguration.startsWith(each.getKey()))
			.allMatch((each) -> settings.getProperty(each.getValue(), Boolean.class, true));
	}

}
