package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ExportImportRoundTripTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> SNIPPETS = List.of(
            "=1+1",
            "'=1",
            "''@x",
            "'plain",
            "+49 30",
            "-5",
            "@home",
            "a,b",
            "a;b",
            "\"quoted\"",
            "x\ny",
            "x\r\ny",
            "\\;",
            "\t=1",
            "Zoë",
            "山田",
            "👋",
            "=",
            "'",
            "\u001b[2J",
            "\u202e",
            "1e5",
            "Yes");
    private static final List<String> COUNTRIES = List.of("CA", "FR", "Kanada", "=DE", "TR");

    @TempDir
    Path folder;

    @Promise(10)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void importing_an_export_as_csv_or_json_lines_gives_the_same_prospects(long seed) {
        TestShell shell = new TestShell(folder);
        for (String account : List.of("default", "csv", "jsonl")) {
            addFields(shell, account);
        }
        shell.runJson("import", shell.file("in.jsonl", prospects(new Random(seed))));
        shell.runJson("export", shell.file("out.csv"));
        shell.runJson("export", shell.file("out.jsonl"));
        assertThat(shell.runJson("import", shell.file("out.csv"), "--account", "csv")
                        .get("rejected")
                        .asInt())
                .isZero();
        shell.runJson("import", shell.file("out.jsonl"), "--account", "jsonl");

        String expected = shell.heed("export", "--json").out();
        assertThat(shell.heed("export", "--json", "--account", "csv").out()).isEqualTo(expected);
        assertThat(shell.heed("export", "--json", "--account", "jsonl").out()).isEqualTo(expected);
        assertThat(shell.readFile(shell.file("out.csv")).lines().skip(1))
                .as("no text cell begins like a formula")
                .noneMatch(line -> line.matches(".*(^|,)\"?[=@+\\t＝].*"));
    }

    private static void addFields(TestShell shell, String account) {
        shell.runJson("fields", "add", "=Topics", "--type", "tags", "--account", account);
        shell.runJson("fields", "add", "Renewal Date", "--type", "date", "--account", account);
        shell.runJson("fields", "add", "Member", "--type", "yes-no", "--account", account);
    }

    private static String prospects(Random random) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            ObjectNode prospect = JSON.createObjectNode();
            prospect.put("Id", "P" + i);
            prospect.put("Email", "p" + i + "@example.com");
            for (String field : List.of("First Name", "Company", "City", "Lead Owner")) {
                if (random.nextInt(3) > 0) {
                    prospect.put(field, text(random));
                }
            }
            prospect.put("Lead Score", (random.nextInt(2000) - 1000) / 8.0);
            prospect.put("Country", COUNTRIES.get(random.nextInt(COUNTRIES.size())));
            prospect.put("Email Opt Out", random.nextInt(4) == 0);
            prospect.put("Created", "2024-03-01T09:00:0" + random.nextInt(10) + "Z");
            if (random.nextBoolean()) {
                prospect.put("Member", random.nextBoolean());
                prospect.put("Renewal Date", "2026-0" + (1 + random.nextInt(9)) + "-11");
                ArrayNode tags = prospect.putArray("=Topics");
                for (int tag = random.nextInt(3) + 1; tag > 0; tag--) {
                    tags.add(text(random));
                }
            }
            lines.append(prospect).append('\n');
        }
        return lines.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
            text.append(SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        }
        return text.toString();
    }
}
