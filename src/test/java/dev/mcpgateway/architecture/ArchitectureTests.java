package dev.mcpgateway.architecture;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.mcpgateway.McpGatewayApplication;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.annotation.Autowired;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may know whom, and how the code is written.
 */
class ArchitectureTests {

	private static final String BASE = "dev.mcpgateway";

	/** Who may know whom. A package that is missing here fails the build. */
	private static final Map<String, Set<String>> MAY_KNOW = new TreeMap<>(Map
		.ofEntries(Map.entry("model", Set.of()), Map.entry("schema", Set.of()), Map.entry("json", Set.of()),
				Map.entry("failure", Set.of("model", "schema")),
				Map.entry("feature", Set.of("failure", "model", "schema")),
				Map.entry("source", Set.of("failure", "feature")),
				Map.entry("registry", Set.of("failure", "feature", "model", "schema")),
				Map.entry("invocation", Set.of("registry", "failure", "feature", "model", "schema")),
				Map.entry("annotation", Set.of("failure", "feature", "model", "schema")),
				Map.entry("demo", Set.of("annotation", "feature")),
				Map.entry("web", Set.of("json", "failure", "feature", "model", "schema")),
				Map.entry("connection", Set.of("web")), Map.entry("jsonrpc", Set.of()),
				Map.entry("wire", Set.of("jsonrpc", "model")),
				Map.entry("mcp",
						Set.of("task", "wire", "jsonrpc", "json", "invocation", "registry", "failure", "feature",
								"model", "schema")),
				Map.entry("streamablehttp.replay", Set.of("streamablehttp", "mcp", "web")),
				Map.entry("streamablehttp",
						Set.of("streamablehttp.replay", "mcp", "web", "json", "wire", "jsonrpc", "registry", "failure",
								"feature", "model", "schema")),
				Map.entry("stdio", Set.of("mcp", "json", "wire", "jsonrpc", "feature", "model")),
				Map.entry("rest", Set.of("web", "invocation", "registry", "failure", "feature", "model", "schema")),
				Map.entry("services", Set.of("web", "json", "failure", "feature", "model", "schema")),
				Map.entry("task", Set.of("invocation", "registry", "failure", "feature", "model", "schema")),
				Map.entry("postgres",
						Set.of("services", "task", "annotation", "source", "failure", "feature", "model", "schema")),
				Map.entry("mongo", Set.of("annotation", "source", "failure", "feature", "model", "schema")),
				Map.entry("s3", Set.of("annotation", "source", "failure", "feature", "model", "schema")),
				Map.entry("embedded", Set.of("postgres", "mongo", "s3")), Map.entry("security", Set.of("web")),
				Map.entry("observability", Set.of("web", "connection", "mcp", "streamablehttp", "wire", "invocation",
						"registry", "annotation", "source", "failure", "feature", "model"))));

	private static final Set<String> WITHOUT_SPRING = Set.of("model", "schema", "json", "jsonrpc", "wire", "failure",
			"feature");

	private static final int MOST_TYPES = 24;

	private static final Pattern VAGUE = Pattern.compile(".*(Impl|Util|Utils|Helper|Manager|Dto)");

	/** What lies beside the application's own class, wherever the build put it. */
	private static final JavaClasses CLASSES = new ClassFileImporter()
		.importUrl(McpGatewayApplication.class.getProtectionDomain().getCodeSource().getLocation());

	@Test
	void everyPackageHasItsRule() {
		Set<String> packages = new TreeSet<>();
		CLASSES.stream()
			.map(JavaClass::getPackageName)
			.filter((name) -> name.startsWith(BASE + "."))
			.map((name) -> name.substring(BASE.length() + 1))
			.forEach(packages::add);
		assertThat(packages).isEqualTo(MAY_KNOW.keySet());
	}

	@TestFactory
	Stream<DynamicTest> packagesKnowOnlyWhomTheyMay() {
		return MAY_KNOW.entrySet().stream().map((rule) -> DynamicTest.dynamicTest(rule.getKey(), () -> {
			String[] forbidden = MAY_KNOW.keySet()
				.stream()
				.filter((other) -> !other.equals(rule.getKey()) && !rule.getValue().contains(other))
				.map(ArchitectureTests::inside)
				.toArray(String[]::new);
			noClasses().that()
				.resideInAPackage(inside(rule.getKey()))
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(forbidden)
				.check(CLASSES);
		}));
	}

	@Test
	void vocabularyKnowsNoSpring() {
		String[] packages = WITHOUT_SPRING.stream().map(ArchitectureTests::inside).toArray(String[]::new);
		noClasses().that()
			.resideInAnyPackage(packages)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..")
			.check(CLASSES);
	}

	@Test
	void onlyPostgresKnowsSql() {
		noClasses().that()
			.resideOutsideOfPackages(inside("postgres"), inside("embedded"))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.r2dbc..", "java.sql..", "javax.sql..")
			.check(CLASSES);
	}

	@Test
	void packagesStaySmall() {
		Map<String, Long> sizes = new TreeMap<>();
		CLASSES.stream()
			.filter((each) -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
			.forEach((each) -> sizes.merge(each.getPackageName(), 1L, Long::sum));
		assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_TYPES));
	}

	@Test
	void constructorsHaveAtMostSixParameters() {
		constructors().that(new DescribedPredicate<JavaConstructor>("are not of records") {
			@Override
			public boolean test(JavaConstructor constructor) {
				return !constructor.getOwner().isRecord();
			}
		}).should(haveAtMostSixParameters()).check(CLASSES);
	}

	private static ArchCondition<JavaCodeUnit> haveAtMostSixParameters() {
		return new ArchCondition<>("have at most six parameters") {
			@Override
			public void check(JavaCodeUnit unit, ConditionEvents events) {
				int count = unit.getRawParameterTypes().size();
				events.add(new SimpleConditionEvent(unit, count <= 6, unit.getFullName() + " has " + count));
			}
		};
	}

	@Test
	void dependenciesComeThroughConstructors() {
		noFields().should().beAnnotatedWith(Autowired.class).check(CLASSES);
	}

	@Test
	void namesSayWhatAThingIs() {
		String[] vague = CLASSES.stream()
			.map(JavaClass::getSimpleName)
			.filter((name) -> VAGUE.matcher(name).matches())
			.toArray(String[]::new);
		assertThat(Arrays.asList(vague)).isEmpty();
	}

	@Test
	void utilityPackagesDoNotExist() {
		classes().should()
			.resideOutsideOfPackages("..util..", "..common..", "..impl..", "..dto..", "..manager..")
			.check(CLASSES);
	}

	private static String inside(String name) {
		return BASE + "." + name + "..";
	}

}
