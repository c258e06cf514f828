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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the rules of ARCHITECTURE.md, each of them also on code that breaks it. */
class ArchitectureTest {
    private static final int LARGEST_PACKAGE = 25;

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages("heed");

    /** The modules that a module may use. The modules that are not listed may use all. */
    private static final Map<String, Set<String>> ALLOWED_MODULES = Map.of(
            "model", Set.of(),
            "imports", Set.of("filters", "model"),
            "filters", Set.of("model"),
            "rules", Set.of("filters", "model"),
            "actions", Set.of("mail", "model"),
            "mail", Set.of("model"),
            "bounces", Set.of("mail", "model"),
            "smtp", Set.of("mail", "model"),
            "store", Set.of("filters", "mail", "bounces", "model"),
            "engine", Set.of("rules", "actions", "filters", "mail", "model"));

    /** The packages of a module, lowest first: a package may use those before it and none after it. */
    private static final Map<String, List<String>> LAYERS = PackageLayers.LOWEST_FIRST;

    /** The type names of one word: the central nouns of the field. Each other name says the role of its type. */
    private static final Set<String> ONE_WORD_NAMES = Set.of(
            "Account",
            "Action",
            "Arguments",
            "Attempts",
            "Authorship",
            "Automation",
            "Batch",
            "Bounce",
            "Checksum",
            "Claim",
            "Conjunct",
            "Country",
            "Criterion",
            "Delivery",
            "Diagnosis",
            "Effect",
            "Encoding",
            "Engine",
            "Engines",
            "Fact",
            "Field",
            "Formula",
            "Heed",
            "Mail",
            "Matcher",
            "Operator",
            "Outbox",
            "Parameter",
            "Placeholder",
            "Polling",
            "Prefilter",
            "Problem",
            "Problems",
            "Prospect",
            "Provenance",
            "Quarantined",
            "Requeue",
            "Run",
            "Selector",
            "Sha256",
            "Statistics",
            "Store",
            "Strategy",
            "Suppression",
            "Value");

    private enum Rule {
        MODULES(
                "a module uses only the modules below it",
                classes().should(useOnlyAllowedModules()),
                "package heed.mail; class Mail { heed.store.SqliteStore store; }"),
        LAYERS(
                "a package uses only the packages below it in its module",
                classes().should(useOnlyLowerPackages()),
                "package heed.mail.gate; class Gate { heed.mail.delivery.Delivery delivery; }"),
        CYCLES(
                "packages have no cycles",
                slices().matching("heed.(**)").should().beFreeOfCycles(),
                "package heed.one; public class One { heed.two.Two two; }",
                "package heed.two; public class Two { heed.one.One one; }"),
        INTERNALS(
                "no module uses the internal packages of another",
                classes().should(notUseInternalsOfOtherModules()),
                "package heed.engine; class Borrower { heed.store.internal.sql.SqlDatabase database; }"),
        DROOLS(
                "only rules uses Drools",
                onlyIn("heed.rules..", "org.kie..", "org.drools.."),
                "package heed.engine; class Session { org.kie.api.KieBase base; }"),
        DROOLS_INTERNALS(
                "only AlphaNetwork uses Drools beyond its API",
                noClasses()
                        .that()
                        .haveNameNotMatching("heed\\.rules\\.internal\\.drools\\.AlphaNetwork(\\$.*)?")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.drools.base..", "org.drools.core..", "org.drools.modelcompiler.constraints.."),
                "package heed.rules; class Session { org.drools.core.impl.InternalRuleBase base; }"),
        JDBC(
                "only store uses JDBC",
                onlyIn("heed.store..", "java.sql..", "org.sqlite.."),
                "package heed.engine; class Session { java.sql.Connection connection; }"),
        CLOCK(
                "nobody reads the system's clock: a clock is passed in",
                noClasses()
                        .should()
                        .callMethodWhere(DescribedPredicate.describe(
                                "reads the system's clock",
                                (JavaCall<?> call) ->
                                        call.getTargetOwner().getPackageName().equals("java.time")
                                                && call.getName().equals("now")
                                                && call.getTarget().getRawParameterTypes().stream()
                                                        .noneMatch(type -> type.isEquivalentTo(Clock.class))))
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis"),
                "package heed.mail; class Watch { Object time = java.time.Instant.now(); }"),
        PUBLIC_FIELDS(
                "a public field is final",
                fields().that().arePublic().should().haveModifier(JavaModifier.FINAL),
                "package heed.mail; class Counter { public int count; }"),
        OUTPUT(
                "only the command line prints",
                noClasses()
                        .that()
                        .resideOutsideOfPackages("heed.cli..", "heed.examples..", "heed.benchmarks..")
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err"),
                "package heed.mail; class Printer { void print() { System.out.println(); } }"),
        PACKAGE_SIZE(
                "a package has at most " + LARGEST_PACKAGE + " types",
                classes().should(beInSmallPackages()),
                IntStream.rangeClosed(0, LARGEST_PACKAGE)
                        .mapToObj(number -> "package heed.mail; class LargePackage" + number + " {}")
                        .toArray(String[]::new)),
        SIMPLE_NAMES(
                "no two types share a simple name",
                classes().should(haveNamesOfTheirOwn()),
                "package heed.mail; class RunState {}",
                "package heed.engine; class RunState {}"),
        NAMES_OF_ONE_WORD(
                "a type's name of one word is one of the central nouns",
                classes().should(haveNamesThatSayTheRole()),
                "package heed.mail; class Traffic {}");

        private final String sentence;
        private final ArchRule rule;
        private final String[] violation;

        Rule(String sentence, ArchRule rule, String... violation) {
            this.sentence = sentence;
            this.rule = rule;
            this.violation = violation;
        }

        @Override
        public String toString() {
            return sentence;
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void the_product_keeps_the_rule(Rule rule) {
        rule.rule.check(PRODUCT);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void code_that_breaks_the_rule_is_found(Rule rule, @TempDir Path folder) throws IOException {
        CompiledSources.compile(folder, rule.violation);
        JavaClasses violation = new ClassFileImporter().importPath(folder);

        assertThat(rule.rule.evaluate(violation).hasViolation()).isTrue();
    }

    private static ArchRule onlyIn(String home, String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(home, "heed.benchmarks..", "heed.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static ArchCondition<JavaClass> useOnlyAllowedModules() {
        return dependencies("use only the modules below", (user, used) -> {
            Set<String> allowed = ALLOWED_MODULES.get(module(user));
            String target = module(used);
            return allowed == null || target.isEmpty() || target.equals(module(user)) || allowed.contains(target);
        });
    }

    private static ArchCondition<JavaClass> useOnlyLowerPackages() {
        return dependencies("use only the packages below", (user, used) -> {
            List<String> layers = LAYERS.get(module(user));
            return layers == null
                    || !module(used).equals(module(user))
                    || layers.contains(user.getPackageName())
                            && layers.contains(used.getPackageName())
                            && layers.indexOf(used.getPackageName()) <= layers.indexOf(user.getPackageName());
        });
    }

    private static ArchCondition<JavaClass> notUseInternalsOfOtherModules() {
        return dependencies(
                "leave the internal packages of other modules alone",
                (user, used) -> !used.getPackageName().matches("heed\\.(.*\\.)?internal(\\..*)?")
                        || module(used).equals(module(user)));
    }

    private interface DependencyCheck {
        boolean isAllowed(JavaClass user, JavaClass used);
    }

    private static ArchCondition<JavaClass> dependencies(String description, DependencyCheck check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> !check.isAllowed(user, dependency.getTargetClass()))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(user, dependency.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> beInSmallPackages() {
        return groups(
                "be in a package of at most " + LARGEST_PACKAGE + " types",
                JavaClass::getPackageName,
                (name, types) -> types.size() <= LARGEST_PACKAGE);
    }

    private static ArchCondition<JavaClass> haveNamesOfTheirOwn() {
        return groups(
                "have a simple name that no other type has",
                JavaClass::getSimpleName,
                (name, types) -> types.size() == 1);
    }

    private static ArchCondition<JavaClass> haveNamesThatSayTheRole() {
        return groups(
                "have a name that says the role",
                JavaClass::getSimpleName,
                (name, types) -> !name.matches("[A-Z][a-z0-9]*") || ONE_WORD_NAMES.contains(name));
    }

    private interface GroupCheck {
        boolean isAllowed(String key, Set<String> types);
    }

    /** Groups the top-level types by a key and checks each group. */
    private static ArchCondition<JavaClass> groups(
            String description, Function<JavaClass, String> key, GroupCheck check) {
        return new ArchCondition<>(description) {
            private Map<String, Set<String>> groups = Map.of();

            @Override
            public void init(Collection<JavaClass> types) {
                groups = types.stream()
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                        .collect(Collectors.groupingBy(
                                key,
                                TreeMap::new,
                                Collectors.mapping(JavaClass::getName, Collectors.toCollection(TreeSet::new))));
            }

            @Override
            public void check(JavaClass type, ConditionEvents events) {}

            @Override
            public void finish(ConditionEvents events) {
                groups.forEach((name, types) -> {
                    if (!check.isAllowed(name, types)) {
                        events.add(SimpleConditionEvent.violated(name, name + ": " + types));
                    }
                });
            }
        };
    }

    private static String module(JavaClass type) {
        List<String> parts = List.of(type.getPackageName().split("\\.", -1));
        return parts.size() > 1 && parts.get(0).equals("heed") ? parts.get(1) : "";
    }
}
