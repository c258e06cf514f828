package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the automation of each example folder, compares the result with the files of the folder, and undoes the run. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    static List<String> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("automation.json")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Promise({4, 5})
    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void an_example_has_the_outcome_that_its_files_state(String name) throws IOException {
        Path example = EXAMPLES.resolve(name);
        HeedRunner heed = importProspects(example, folder);
        JsonNode expected = new JsonMapper().readTree(Files.readString(example.resolve("outcome.json")));
        String automation = example.resolve("automation.json").toString();

        JsonNode preview = heed.json("preview", automation);
        assertThat(preview.get("affected").asLong())
                .isEqualTo(expected.get("affected").asLong());
        assertThat(preview.get("ignored").asLong())
                .isEqualTo(expected.get("ignored").asLong());

        JsonNode run = heed.json(
                "run", automation, "--confirm", expected.get("affected").asString());
        for (String count : List.of("affected", "applied", "skipped", "failed")) {
            assertThat(run.get(count).asLong())
                    .as(count)
                    .isEqualTo(expected.get(count).asLong());
        }
        assertThat(heed.json("suppression", "list").get("count").asLong())
                .isEqualTo(expected.get("suppressedAddresses").asLong());

        Map<String, NamedCsvRecord> after = parseProspects(heed.text("export"));
        Map<String, NamedCsvRecord> expectedAfter = parseProspects(Files.readString(example.resolve("after.csv")));
        assertThat(after.keySet()).isEqualTo(expectedAfter.keySet());
        expectedAfter.forEach((id, row) -> row.getFieldsAsMap()
                .forEach((field, value) -> assertThat(after.get(id).getField(field))
                        .as("%s of %s", field, id)
                        .isEqualTo(value)));
    }

    @Promise(6)
    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void undoing_an_example_restores_every_prospect(String name) throws IOException {
        Path example = EXAMPLES.resolve(name);
        HeedRunner heed = importProspects(example, folder);
        String before = heed.text("export");
        String affected = new JsonMapper()
                .readTree(Files.readString(example.resolve("outcome.json")))
                .get("affected")
                .asString();
        JsonNode run = heed.json("run", example.resolve("automation.json").toString(), "--confirm", affected);
        assertThat(heed.text("export")).isNotEqualTo(before);

        heed.text("undo", run.get("run").asString());

        assertThat(heed.text("export")).isEqualTo(before);
    }

    @Test
    void an_example_with_custom_fields_runs_as_the_README_gives_it() throws IOException {
        String readme = Files.readString(EXAMPLES.resolve("../README.md"));
        Matcher block =
                Pattern.compile("(?s)```sh\ncd examples/(\\S+)\n(.*?)```").matcher(readme);
        assertThat(block.find()).isTrue();
        Path example = EXAMPLES.resolve(block.group(1));
        HeedRunner heed = new HeedRunner(folder);
        String answer = "";
        for (String command : block.group(2).lines().toList()) {
            assertThat(command).startsWith("../../heed ");
            answer = heed.text(Arrays.stream(command.split(" ", -1))
                    .skip(1)
                    .filter(argument -> !argument.equals("--new-store")) // which the runner adds
                    .map(argument -> Files.isRegularFile(example.resolve(argument))
                            ? example.resolve(argument).toString()
                            : argument)
                    .toArray(String[]::new));
        }
        assertThat(answer)
                .contains("Affected "
                        + new JsonMapper()
                                .readTree(Files.readString(example.resolve("outcome.json")))
                                .get("affected")
                                .asString());
    }

    /** Imports the prospects of an example, with its custom fields, into a new store in a folder. */
    static HeedRunner importProspects(Path example, Path folder) throws IOException {
        HeedRunner heed = new HeedRunner(folder);
        Path fields = example.resolve("fields.tsv");
        if (Files.exists(fields)) {
            heed.text("fields", "add", "--file", fields.toString());
        }
        heed.text("import", example.resolve("prospects.csv").toString());
        return heed;
    }

    private static Map<String, NamedCsvRecord> parseProspects(String csv) {
        Map<String, NamedCsvRecord> byId = new LinkedHashMap<>();
        CsvReader.builder().ofNamedCsvRecord(csv).forEach(row -> byId.put(row.getField("Id"), row));
        return byId;
    }
}
