package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.engine.definition.DefinitionSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the documents true: what they name exists. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CLASS = Pattern.compile("`([A-Z][A-Za-z]+[a-z][A-Za-z]*)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Set<String> OTHERS = Set.of("BigDecimal");

    @ParameterizedTest
    @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md"})
    void every_class_that_a_document_names_exists(String document) throws IOException {
        Set<String> classes;
        try (Stream<Path> files = Files.walk(ROOT)) {
            classes = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        Set<String> named = found(CLASS, Files.readString(ROOT.resolve(document)));
        named.removeAll(OTHERS);
        assertThat(classes).containsAll(named);
    }

    @Test
    void every_link_between_documents_leads_somewhere() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            for (Path document : files.filter(file ->
                            file.toString().endsWith(".md") && !file.toString().contains("target"))
                    .toList()) {
                for (String link : found(LINK, Files.readString(document))) {
                    assertThat(document.resolveSibling(link))
                            .as(document + " → " + link)
                            .exists();
                }
            }
        }
    }

    @Test
    void the_schema_beside_the_examples_is_the_one_that_is_shipped() throws IOException {
        assertThat(Files.readString(Path.of("automation.schema.json"))).isEqualTo(DefinitionSchema.text());
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
