package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code heed export --prospect}: everything that is kept about a person. */
class PersonExportTest {
    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void importProspects() {
        shell = new TestShell(folder);
        shell.runJson(
                "import", shell.file("people.csv", "Id,Email,City\nA,ann@example.com,Rome\nB,bob@example.com,Bern\n"));
        shell.clock().advance(Duration.ofHours(1));
        shell.runJson("set", "--prospect", "A", "Email=ann@new.example", "City=Bonn", "--reason", "moved house");
        shell.runJson("suppression", "add", "ann@example.com", "--reason", "by phone");
    }

    @Test
    void it_has_values_history_reasons_and_former_addresses_and_nothing_of_others() {
        JsonNode export = shell.runJson("export", "--prospect", "A");
        assertThat(export.get("addresses").toString()).isEqualTo("[\"ann@example.com\",\"ann@new.example\"]");
        assertThat(export.get("prospects").get(0).get("City").asString()).isEqualTo("Bonn");
        assertThat(export.get("suppressions").get(0).get("address").asString()).isEqualTo("ann@example.com");
        JsonNode move = export.get("facts").get(1);
        assertThat(move.get("field").asString()).isEqualTo("Email");
        assertThat(move.get("fromText").asString()).isEqualTo("ann@example.com");
        assertThat(move.get("provenance").get("reason").asString()).isEqualTo("moved house");
        assertThat(export.get("suppressionListEntries")
                        .get(0)
                        .get("provenance")
                        .get("reason")
                        .asString())
                .isEqualTo("by phone");
        assertThat(export.get("runs").get(0).get("kind").asString()).isEqualTo("IMPORT");
        assertThat(export.toString()).doesNotContain("bob@example.com", "Bern");
        assertThat(shell.runJson("export", "--prospect", "ann@new.example").get("addresses"))
                .isEqualTo(export.get("addresses"));
    }

    @Test
    void a_file_is_readable_for_its_owner_only() throws IOException {
        Path file = folder.resolve("ann.json");
        CommandResult result = shell.heed("export", "--prospect", "A", file);
        assertThat(result.out()).startsWith("Exported what is kept about 1 person to " + file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("moved house");
        assertThat(shell.heed("export", "--prospect", "A", shell.store()).code())
                .isEqualTo(2);
    }

    @Test
    void an_address_without_anything_is_answered_and_an_unknown_id_is_wrong() {
        CommandResult nothing = shell.heed("export", "--prospect", "nobody@example.com");
        assertThat(nothing.code()).isZero();
        assertThat(nothing.err()).contains("nothing is kept about nobody@example.com");
        assertThat(shell.heed("export", "--prospect", "Z").code()).isEqualTo(2);
        assertThat(shell.heed("export", "--prospect", "A", "--format", "csv").code())
                .isEqualTo(2);
    }

    @Test
    void an_erased_person_leaves_only_that_the_address_is_suppressed() {
        shell.runJson("forget", "--prospect", "A", "--reason", "asked by letter");
        JsonNode export = shell.runJson("export", "--prospect", "ann@example.com");
        assertThat(export.get("prospects")).isEmpty();
        assertThat(export.get("suppressions")).hasSize(1);
        assertThat(export.get("suppressions").get(0).get("reason").asString()).isEqualTo("Erased");
        assertThat(export.has("facts")).isFalse();
    }
}
