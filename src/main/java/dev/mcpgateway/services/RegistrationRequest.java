package dev.mcpgateway.services;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.mcpgateway.failure.InvalidArgumentsException;
import dev.mcpgateway.schema.SchemaViolation;
import dev.mcpgateway.web.JsonBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.unit.DataSize;

/**
 * The body of {@code POST /services}.
 *
 * @param id the id to register
 * @param info what is registered, as it was written
 */
record RegistrationRequest(ServiceId id, String info) {

	private static final String ID = "id";

	private static final String INFO = "info";

	private static final Set<String> MEMBERS = new TreeSet<>(Set.of(ID, INFO));

	/** What is reached over HTTP. Anything else, above all a process, is not. */
	private static final Set<String> TRANSPORTS = new TreeSet<>(
			Set.of("http", "https", "sse", "streamable-http", "streamable_http"));

	/** What makes sense only for a process that is to be started. */
	private static final Set<String> OF_A_PROCESS = Set.of("command", "args", "env");

	/**
	 * More are not told: whoever sends that many wrong members does not read each of
	 * them.
	 */
	private static final int MAX_VIOLATIONS = 20;

	/**
	 * Reads a request.
	 * @throws InvalidArgumentsException that names all that is wrong
	 */
	static RegistrationRequest of(JsonBody body, DataSize maxInfoSize) {
		List<SchemaViolation> violations = new ArrayList<>();
		for (String name : body.object().propertyNames()) {
			if (!MEMBERS.contains(name)) {
				violations.add(new SchemaViolation(pointer("", name),
						"Unknown member '%s'; a registration has %s.".formatted(name, MEMBERS)));
			}
		}
		Optional<ServiceId> id = id(body.object().get(ID), violations);
		checkInfo(body.object().get(INFO), violations);
		String info = body.text(INFO).orElse("");
		if (info.getBytes(StandardCharsets.UTF_8).length > maxInfoSize.toBytes()) {
			violations.add(new SchemaViolation("/info",
					"The info may have %d bytes, as it is written.".formatted(maxInfoSize.toBytes())));
		}
		if (!violations.isEmpty()) {
			throw new InvalidArgumentsException(violations.stream().limit(MAX_VIOLATIONS).toList());
		}
		return new RegistrationRequest(id.orElseThrow(), info);
	}

	private static Optional<ServiceId> id(@Nullable JsonNode value, List<SchemaViolation> violations) {
		Optional<ServiceId> id = (value != null && value.isString()) ? ServiceId.parse(value.stringValue())
				: Optional.empty();
		if (id.isEmpty()) {
			violations.add(new SchemaViolation("/id", "An id is 1 to 63 of the characters a-z, 0-9 and -."));
		}
		return id;
	}

	private static void checkInfo(@Nullable JsonNode value, List<SchemaViolation> violations) {
		if (!(value instanceof ObjectNode info)) {
			violations.add(new SchemaViolation("/info",
					"The info is an object with transport_type, host, port and whatever else is worth knowing."));
			return;
		}
		for (String name : info.propertyNames()) {
			if (OF_A_PROCESS.contains(name.toLowerCase(Locale.ROOT))) {
				violations.add(new SchemaViolation(pointer("/info", name),
						"The gateway starts no processes; a service is registered by where it can be reached."));
			}
		}
		checkTransport(info.get("transport_type"), violations);
		checkHost(info.get("host"), violations);
		checkPort(info.get("port"), violations);
	}

	private static void checkTransport(@Nullable JsonNode value, List<SchemaViolation> violations) {
		String transport = (value != null && value.isString()) ? value.stringValue() : "";
		if (transport.equalsIgnoreCase("stdio")) {
			violations.add(new SchemaViolation("/info/transport_type",
					"Transport stdio is refused: the gateway starts no processes. It is one of %s."
						.formatted(TRANSPORTS)));
		}
		else if (!TRANSPORTS.contains(transport)) {
			violations.add(new SchemaViolation("/info/transport_type",
					"The transport_type is one of %s.".formatted(TRANSPORTS)));
		}
	}

	private static void checkHost(@Nullable JsonNode value, List<SchemaViolation> violations) {
		if (value == null || !value.isString() || !HostSyntax.isHost(value.stringValue())) {
			violations.add(new SchemaViolation("/info/host",
					"The host is a DNS name or an IP address and nothing besides: no scheme, user, port or path."));
		}
	}

	private static void checkPort(@Nullable JsonNode value, List<SchemaViolation> violations) {
		boolean port = value != null && value.canConvertToExactIntegral() && value.canConvertToInt()
				&& value.intValue() >= 1 && value.intValue() <= 65_535;
		if (!port) {
			violations.add(new SchemaViolation("/info/port", "The port is an integer from 1 to 65535."));
		}
	}

	private static String pointer(String parent, String name) {
		return parent + '/' + name.replace("~", "~0").replace("/", "~1");
	}

}
