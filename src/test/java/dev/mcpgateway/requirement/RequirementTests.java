package dev.mcpgateway.requirement;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every sentence of the specification that binds the gateway has a test.
 */
class RequirementTests {

	private static final List<Sentence> SENTENCES = Sentence.all();

	/** Which tests cite an id. */
	private static final Map<String, Set<String>> CITATIONS = citations();

	@Test
	void everySentenceHasATest() {
		assertThat(SENTENCES.stream()
			.filter((sentence) -> sentence.needsTest() && !CITATIONS.containsKey(sentence.id()))
			.map(Sentence::toString)).as("sentences that no test cites").isEmpty();
	}

	@Test
	void everyCitedSentenceExists() {
		Set<String> ids = SENTENCES.stream().map(Sentence::id).collect(Collectors.toSet());
		assertThat(CITATIONS.entrySet()
			.stream()
			.filter((citation) -> !ids.contains(citation.getKey()))
			.map((citation) -> citation.getKey() + ", cited by " + citation.getValue())).as("citations of no sentence")
			.isEmpty();
	}

	@Test
	void everyIdNamesOneSentence() {
		Set<String> seen = new HashSet<>();
		assertThat(SENTENCES.stream().map(Sentence::id).filter((id) -> !seen.add(id))).as("ids given twice").isEmpty();
	}

	@Test
	void noSentenceIsLeftToReviewThoughItIsTested() {
		assertThat(SENTENCES.stream()
			.filter((sentence) -> !sentence.needsTest() && CITATIONS.containsKey(sentence.id()))
			.map((sentence) -> sentence + ", cited by " + CITATIONS.get(sentence.id())))
			.as("sentences that have a test after all")
			.isEmpty();
	}

	private static Map<String, Set<String>> citations() {
		Map<String, Set<String>> citations = new TreeMap<>();
		new ClassFileImporter().importUrl(RequirementTests.class.getProtectionDomain().getCodeSource().getLocation())
			.forEach((each) -> ids(each)
				.forEach((citation) -> citations.computeIfAbsent(citation.id(), (id) -> new TreeSet<>())
					.add(citation.test())));
		return citations;
	}

	/**
	 * A citation counts where a test runs: elsewhere, and on a disabled test, it is none.
	 */
	private static Stream<Citation> ids(JavaClass type) {
		List<JavaMethod> tests = type.getMethods()
			.stream()
			.filter((method) -> method.isMetaAnnotatedWith(Testable.class) && !method.isAnnotatedWith(Disabled.class))
			.toList();
		if (tests.isEmpty() || type.isAnnotatedWith(Disabled.class)) {
			return Stream.empty();
		}
		return Stream.concat(cited(type, type.getSimpleName()),
				tests.stream().flatMap((test) -> cited(test, type.getSimpleName() + "." + test.getName())));
	}

	private static Stream<Citation> cited(HasAnnotations<?> element, String test) {
		return element.tryGetAnnotationOfType(Requirement.class)
			.stream()
			.flatMap((requirement) -> Arrays.stream(requirement.value()))
			.map((id) -> new Citation(id, test));
	}

	private record Citation(String id, String test) {
	}

}
