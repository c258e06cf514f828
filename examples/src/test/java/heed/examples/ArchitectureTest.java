package heed.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import heed.model.violation.ArchitectureViolation;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the arrows of ARCHITECTURE.md: what each module may know, and what only one of them does. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages("heed");
    private static final JavaClasses VIOLATING = new ClassFileImporter().importClasses(ArchitectureViolation.class);

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "model", Set.of(),
            "filters", Set.of("model"),
            "rules", Set.of("filters", "model"),
            "actions", Set.of("mail", "model"),
            "mail", Set.of("model"),
            "bounces", Set.of("mail", "model"),
            "smtp", Set.of("mail", "model"),
            "store", Set.of("filters", "mail", "bounces", "model"),
            "engine", Set.of("rules", "actions", "filters", "mail", "model"));

    static Stream<String> rules() {
        return RULES.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void the_product_keeps_the_rule(String name) {
        rule(name).check(PRODUCT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakable")
    void code_that_breaks_the_rule_is_found(String name) {
        assertThat(rule(name).evaluate(VIOLATING).hasViolation()).isTrue();
    }

    static Stream<String> breakable() {
        return rules().filter(name -> !name.startsWith("packages"));
    }

    private static ArchRule rule(String name) {
        return Objects.requireNonNull(RULES.get(name));
    }

    private static final Map<String, ArchRule> RULES = new LinkedHashMap<>();

    static {
        RULES.put("modules know only what lies below them", classes().should(dependOnlyOnAllowedModules()));
        RULES.put(
                "packages have no cycles",
                slices().matching("heed.(**)").should().beFreeOfCycles());
        RULES.put("Drools is known in rules alone", onlyIn("heed.rules..", "org.kie..", "org.drools.."));
        RULES.put(
                "the inside of Drools is known in one class alone",
                noClasses()
                        .that()
                        .haveNameNotMatching("heed\\.rules\\.AlphaNetwork(\\$.*)?")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.drools.base..", "org.drools.core..", "org.drools.modelcompiler.constraints.."));
        RULES.put("JDBC is known in store alone", onlyIn("heed.store..", "java.sql..", "org.jooq..", "org.sqlite.."));
        RULES.put("what is internal is known in its module alone", classes().should(notUseInternalsOfOtherModules()));
        RULES.put(
                "time is given",
                noClasses()
                        .should()
                        .callMethodWhere(DescribedPredicate.describe(
                                "asks the computer for the time",
                                (JavaCall<?> call) ->
                                        call.getTargetOwner().getPackageName().equals("java.time")
                                                && call.getName().equals("now")
                                                && call.getTarget().getRawParameterTypes().stream()
                                                        .noneMatch(type -> type.isEquivalentTo(Clock.class))))
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis"));
        RULES.put(
                "no field is public and mutable",
                fields().that().arePublic().should().haveModifier(JavaModifier.FINAL));
        RULES.put(
                "only the command prints",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("heed.cli..", "heed.examples..", "heed.benchmarks..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"));
    }

    private static ArchRule onlyIn(String home, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(home, "heed.benchmarks..", "heed.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static ArchCondition<JavaClass> dependOnlyOnAllowedModules() {
        return new ArchCondition<>("know only what lies below them") {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                String module = module(one);
                Set<String> known = ALLOWED.get(module);
                if (known == null) {
                    return;
                }
                one.getDirectDependenciesFromSelf().forEach(dependency -> {
                    String target = module(dependency.getTargetClass());
                    if (!target.isEmpty() && !target.equals(module) && !known.contains(target)) {
                        events.add(SimpleConditionEvent.violated(one, dependency.getDescription()));
                    }
                });
            }
        };
    }

    private static ArchCondition<JavaClass> notUseInternalsOfOtherModules() {
        return new ArchCondition<>("leave the internals of other modules alone") {
            @Override
            public void check(JavaClass one, ConditionEvents events) {
                one.getDirectDependenciesFromSelf().forEach(dependency -> {
                    JavaClass target = dependency.getTargetClass();
                    if (target.getPackageName().matches("heed\\.(.*\\.)?internal(\\..*)?")
                            && !module(target).equals(module(one))) {
                        events.add(SimpleConditionEvent.violated(one, dependency.getDescription()));
                    }
                });
            }
        };
    }

    private static String module(JavaClass javaClass) {
        List<String> parts = List.of(javaClass.getPackageName().split("\\.", -1));
        return parts.size() > 1 && parts.get(0).equals("heed") ? parts.get(1) : "";
    }
}
