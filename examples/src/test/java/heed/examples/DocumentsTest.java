package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.engine.definition.DefinitionSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the documents against the code: what they name exists, and what they must name is there. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+[a-z][A-Za-z]*)(?:[.(#][^`]*)?`");
    private static final Pattern PACKAGE = Pattern.compile("`(heed(?:\\.[a-z]+)+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(heed(?:\\.[a-z]+)+)` \\| (.*) \\|$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Pattern NUMBER = Pattern.compile("(?m)^(?:\\| )?(\\d+)(?:\\. \\*\\*| )");
    private static final Set<String> CLASSES_OF_OTHERS = Set.of("BigDecimal", "DataSource");

    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files.filter(file ->
                            file.toString().endsWith(".md") && !file.toString().contains("/target/"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_class_that_a_document_names_exists(Path document) throws IOException {
        Set<String> named = found(CLASS, Files.readString(ROOT.resolve(document)));
        named.removeAll(CLASSES_OF_OTHERS);
        assertThat(sources("").map(DocumentsTest::typeName).collect(Collectors.toSet()))
                .containsAll(named);
    }

    @Test
    void the_architecture_names_every_package_and_no_other() throws IOException {
        Set<String> packages = sources("src/main/java")
                .filter(file -> !file.startsWith(ROOT.resolve("benchmarks")))
                .filter(file -> !typeName(file).equals("package-info"))
                .map(DocumentsTest::packageName)
                .collect(Collectors.toCollection(TreeSet::new));
        packages.remove("heed.examples");
        assertThat(found(PACKAGE, Files.readString(ROOT.resolve("ARCHITECTURE.md"))))
                .isEqualTo(packages);
    }

    @Test
    void the_architecture_names_each_class_in_the_row_of_its_package() throws IOException {
        Set<String> types = sources("src/main/java")
                .map(file -> packageName(file) + "." + typeName(file))
                .collect(Collectors.toSet());
        Set<String> wrong = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md")));
        while (rows.find()) {
            found(CLASS, rows.group(2)).stream()
                    .map(type -> rows.group(1) + "." + type)
                    .filter(type -> !types.contains(type))
                    .forEach(wrong::add);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_architecture_says_where_each_promise_is_kept() throws IOException {
        String table = Files.readString(ROOT.resolve("ARCHITECTURE.md"))
                .split("## Where each promise is kept", -1)[1]
                .split("\n## ", -1)[0];
        assertThat(found(NUMBER, table)).isEqualTo(found(NUMBER, Files.readString(ROOT.resolve("docs/promises.md"))));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_link_of_a_document_leads_somewhere(Path document) throws IOException {
        for (String link : found(LINK, Files.readString(ROOT.resolve(document)))) {
            assertThat(ROOT.resolve(document).resolveSibling(link))
                    .as(document + " → " + link)
                    .exists();
        }
    }

    @Test
    void the_schema_beside_the_examples_is_the_one_that_is_shipped() throws IOException {
        assertThat(Files.readString(Path.of("automation.schema.json"))).isEqualTo(DefinitionSchema.text());
    }

    private static Stream<Path> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains(folder))
                    .toList()
                    .stream();
        }
    }

    private static String typeName(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    private static String packageName(Path source) {
        String path = source.getParent().toString();
        return path.substring(path.indexOf("/java/") + "/java/".length()).replace('/', '.');
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
