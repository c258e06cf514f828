package heed.cli.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with addresses or keys belong to their owner, whatever the umask. */
class PrivateFilesTest {
    private static final String OWNER_ONLY = "rw-------";

    @TempDir
    Path folder;

    private TestShell shell;
    private Path people;
    private Path news;

    @BeforeEach
    void createStore() {
        shell = new TestShell(folder);
        people = shell.file("people.csv", "Id,Email,City\nA,ann@example.com,Rome\nB,nobody,Oslo\n");
        news = shell.file("news.json", """
                { "id": "news", "name": "News", "who": { "all": [] },
                  "actions": [ { "action": "set-field", "field": "City", "value": "Rome" } ],
                  "run": { "mode": "once" } }
                """);
        shell.heed("import", people);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @Promise(10)
    void what_a_command_writes_can_be_read_by_its_owner_only() throws IOException {
        shell.heed("export", folder.resolve("everyone.csv"));
        shell.heed("suppression", "export", folder.resolve("suppressed.csv"));
        shell.heed("preview", news, "--plan", folder.resolve("news.plan"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> written = files.filter(file -> !file.equals(people) && !file.equals(news))
                    .filter(Files::isRegularFile)
                    .toList();
            assertThat(written)
                    .extracting(file -> file.getFileName().toString())
                    .contains("heed.db", "people.csv.rejects.csv", "everyone.csv", "suppressed.csv", "news.plan");
            assertThat(written).allSatisfy(file -> assertThat(permissions(file)).isEqualTo(OWNER_ONLY));
        }
    }

    @Test
    void a_file_that_is_replaced_keeps_its_permissions() throws IOException {
        Path shared = Files.createFile(folder.resolve("shared.csv"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));
        shell.heed("export", shared);
        assertThat(permissions(shared)).isEqualTo("rw-r-----");
        assertThat(shared).content().contains("ann@example.com");
    }

    @Test
    void a_store_that_everybody_can_read_is_told_until_it_is_restricted() throws IOException {
        assertThat(shell.heed("runs").err()).doesNotContain("warning");
        Files.setPosixFilePermissions(shell.store(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(shell.heed("runs").err())
                .contains("warning: everybody on this machine can read " + shell.store())
                .contains("chmod 600 " + shell.store());
        Files.setPosixFilePermissions(shell.store(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(shell.heed("runs").err()).doesNotContain("warning");
    }
}
