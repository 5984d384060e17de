package dev.mcpgateway.requirement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import org.springframework.core.io.ClassPathResource;

/**
 * One sentence of the specification that binds the gateway.
 *
 * @param id by which tests cite it
 * @param page where it stands
 * @param section the page's heading above it
 * @param text the sentence, cut to what binds
 * @param how {@code review} when no test from outside can tell; otherwise nothing
 * @param why the reason for that
 */
record Sentence(String id, String page, String section, String text, @Nullable String how, @Nullable String why) {

	private static final List<String> MANIFESTS = List.of("2025-11-25", "2026-07-28", "tasks");

	private static final List<String> KEYS = List.of("id", "page", "section", "text", "how", "why");

	private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

	private static final Pattern DUTY = Pattern.compile("\\b(MUST|REQUIRED|SHALL)\\b");

	Sentence {
		require(ID.matcher(id).matches(), id, "has no proper id");
		require(!page.isBlank() && !section.isBlank(), id, "does not say where it stands");
		require(DUTY.matcher(text).find(), id, "demands nothing");
		require(how == null || how.equals("review"), id, "is kept in an unknown way");
		require((how == null) == (why == null), id, "needs 'how' and 'why', or neither");
	}

	private static void require(boolean fact, String id, String otherwise) {
		if (!fact) {
			throw new IllegalArgumentException(id + " " + otherwise);
		}
	}

	/** Whether a test has to cite it. */
	boolean needsTest() {
		return this.how == null;
	}

	@Override
	public String toString() {
		return "%s (%s, %s): %s".formatted(this.id, this.page, this.section, this.text);
	}

	/** All sentences of all manifests, in order. */
	static List<Sentence> all() {
		return MANIFESTS.stream().flatMap(Sentence::in).toList();
	}

	private static Stream<Sentence> in(String manifest) {
		Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
		try (InputStream input = new ClassPathResource("requirements/" + manifest + ".yaml").getInputStream()) {
			List<Map<String, String>> entries = yaml.load(input);
			return entries.stream().map(Sentence::of);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Sentence of(Map<String, String> entry) {
		String id = String.valueOf(entry.get("id"));
		require(KEYS.containsAll(entry.keySet()), id, "has an unknown key");
		return new Sentence(id, entry.getOrDefault("page", ""), entry.getOrDefault("section", ""),
				entry.getOrDefault("text", ""), entry.get("how"), entry.get("why"));
	}

}
