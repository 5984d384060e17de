package dev.mcpgateway.annotation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;

import org.springframework.util.ClassUtils;

/**
 * Says to a caller, in words that no programming language has, what an argument must be.
 */
final class ArgumentWords {

	private static final String WHOLE = "must be a whole number from %s to %s";

	private static final String TIME = "must be a time such as 2026-12-01T12:00:00Z";

	private static final Map<Class<?>, String> WORDS = Map.ofEntries(
			Map.entry(Byte.class, WHOLE.formatted(Byte.MIN_VALUE, Byte.MAX_VALUE)),
			Map.entry(Short.class, WHOLE.formatted(Short.MIN_VALUE, Short.MAX_VALUE)),
			Map.entry(Integer.class, WHOLE.formatted(Integer.MIN_VALUE, Integer.MAX_VALUE)),
			Map.entry(Long.class, WHOLE.formatted(Long.MIN_VALUE, Long.MAX_VALUE)),
			Map.entry(Boolean.class, "must be true or false"), Map.entry(Instant.class, TIME),
			Map.entry(OffsetDateTime.class, TIME), Map.entry(ZonedDateTime.class, TIME),
			Map.entry(LocalDate.class, "must be a date such as 2026-12-01"),
			Map.entry(LocalTime.class, "must be a time of day such as 12:00:00"),
			Map.entry(LocalDateTime.class, "must be a date and time such as 2026-12-01T12:00:00"),
			Map.entry(Duration.class, "must be a duration such as PT1H30M"),
			Map.entry(UUID.class, "must be a UUID such as 123e4567-e89b-12d3-a456-426614174000"));

	private ArgumentWords() {
	}

	/** What a value of this type must be, when what was sent is none. */
	static String expectation(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		String words = WORDS.get(boxed);
		if (words != null) {
			return words;
		}
		return Number.class.isAssignableFrom(boxed) ? "must be a number"
				: "is not of the form that the schema describes";
	}

}
