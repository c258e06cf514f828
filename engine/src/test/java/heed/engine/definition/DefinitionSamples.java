package heed.engine.definition;

import heed.actions.ActionTypes;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sample definitions in {@code definitions/}, and a reader for an account with a custom field of every type. */
final class DefinitionSamples {
    static final FieldCatalog FIELDS = new FieldCatalog(customFields());
    static final AutomationReader READER =
            new AutomationReader(FIELDS, ZoneId.of("Europe/Paris"), ActionTypes.standard());

    private static final Path FOLDER = Path.of("src/test/resources/definitions");

    private DefinitionSamples() {}

    static ReadResult<AutomationSource> read(String json) {
        return read(new SourceText("automation.json", json));
    }

    /** Reads a definition, with the files beside the valid samples. */
    static ReadResult<AutomationSource> read(SourceText source) {
        return READER.read(source, MessageFolder.of(FOLDER.resolve("valid/automation.json")));
    }

    /** Returns the automation; fails the test if the definition is invalid. */
    static Automation requireValid(ReadResult<AutomationSource> result) {
        return result.either(valid -> valid.value().automation(), invalid -> {
            throw new AssertionError(invalid.problems());
        });
    }

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SourceText source(Path file) throws IOException {
        return SourceText.of(file.getFileName().toString(), Files.readAllBytes(file));
    }

    /**
     * Returns the content of the golden file next to a definition. If it differs, the actual text is written to
     * target/golden.
     */
    static String golden(Path definition, String extension, String actual) throws IOException {
        String name = definition.getFileName().toString().replace(".json", extension);
        Path golden = definition.resolveSibling(name);
        String expected = Files.exists(golden) ? Files.readString(golden) : "";
        if (!expected.equals(actual)) {
            Path actualFile = Path.of("target/golden").resolve(FOLDER.relativize(golden));
            Files.createDirectories(actualFile.getParent());
            Files.write(actualFile, actual.getBytes(StandardCharsets.UTF_8));
        }
        return expected;
    }

    private static List<Field> customFields() {
        List<Field> fields = new ArrayList<>();
        add(fields, "nickname", "Nickname", ValueType.TEXT);
        add(fields, "seats", "Seats", ValueType.NUMBER);
        add(fields, "newsletter", "Newsletter", ValueType.YES_NO);
        add(fields, "renewalDate", "Renewal Date", ValueType.DATE);
        add(fields, "lastVisit", "Last Visit", ValueType.DATE_TIME);
        add(fields, "interests", "Interests", ValueType.TAGS);
        return fields;
    }

    private static void add(List<Field> fields, String apiName, String label, ValueType type) {
        fields.add(new Field(apiName, label, type, List.of(), StandardFields.ALL.size() + fields.size(), true));
    }
}
