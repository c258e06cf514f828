package heed.cli.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.cli.internal.stores.StoreLocation;
import heed.model.testing.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command writes over its own store or over a file that it reads. */
class OutputFileTest {
    @TempDir
    Path folder;

    private TestShell shell;
    private Path people;
    private Path news;

    @BeforeEach
    void createStore() {
        shell = new TestShell(folder);
        people = shell.file("people.csv", "Id,Email,Email Opt Out\nA,ann@example.com,Yes\nB,nobody,No\n");
        news = shell.file("news.json", """
                { "id": "news", "name": "News", "who": { "all": [] },
                  "actions": [ { "action": "set-field", "field": "City", "value": "Rome" } ],
                  "run": { "mode": "once" } }
                """);
        shell.heed("import", people);
    }

    /** Returns every command that writes a file, with that file as its target. */
    private List<List<Object>> commandsThatWrite(Path target) {
        return List.of(
                List.of("export", target),
                List.of("suppression", "export", target),
                List.of("preview", news, "--plan", target),
                List.of("import", people, "--rejects", target),
                List.of("suppression", "import", people, "--rejects", target));
    }

    @Promise(8)
    @Test
    void no_command_writes_to_its_store_by_a_second_name() throws IOException {
        Path secondName = Files.createLink(folder.resolve("hard.csv"), shell.store());
        byte[] before = Files.readAllBytes(secondName);
        for (List<Object> command : commandsThatWrite(secondName)) {
            CommandResult answer = shell.heed(command.toArray());
            assertThat(answer.code()).as("%s: %s", command, answer.err()).isNotZero();
            assertThat(answer.err()).containsAnyOf("is a file of the store", "has a second name");
            assertThat(secondName).hasBinaryContent(before);
        }
    }

    @Promise(8)
    @Test
    void no_command_replaces_a_file_of_its_store_whatever_leads_to_it() throws IOException {
        Path store = shell.store();
        Path folderLink = Files.createSymbolicLink(folder.resolve("folder"), folder);
        List<Path> targets = new ArrayList<>(List.of(
                store,
                folder.resolve("./heed.db"),
                folderLink.resolve("heed.db"),
                Files.createSymbolicLink(folder.resolve("link.csv"), store)));
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            targets.add(folder.resolve("heed.db" + suffix));
            targets.add(folderLink.resolve("heed.db" + suffix));
            targets.add(Files.createSymbolicLink(
                    folder.resolve("link" + suffix + ".csv"), folder.resolve("heed.db" + suffix)));
        }
        for (Path target : targets) {
            for (List<Object> command : commandsThatWrite(target)) {
                CommandResult answer = shell.heed(command.toArray());
                assertThat(answer.code()).as("%s: %s", command, answer.err()).isEqualTo(2);
                assertThat(answer.err()).contains("is a file of the store", "name another file");
            }
        }
        assertThat(shell.runJson("suppression", "list").get("count").asInt()).isEqualTo(1);
        assertThat(shell.heed("doctor").code()).isZero();
    }

    @Test
    void no_command_replaces_a_file_that_it_reads() throws IOException {
        Path who = shell.file("who.json", "{ \"all\": [] }");
        Path mail = shell.file("mail.json", "{}");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), people);
        for (List<Object> command : List.<List<Object>>of(
                List.of("export", who, "--where", who),
                List.of("preview", news, "--plan", news),
                List.of("preview", news, "--plan", mail, "--mail", mail),
                List.of("import", people, "--rejects", people),
                List.of("import", people, "--rejects", link),
                List.of("suppression", "import", people, "--rejects", link))) {
            assertThat(shell.heed(command.toArray()).code()).as("%s", command).isEqualTo(2);
        }
        assertThat(shell.readFile(who)).isEqualTo("{ \"all\": [] }");
        assertThat(shell.readFile(people)).startsWith("Id,Email");
    }

    @Test
    void a_store_that_does_not_exist_yet_is_not_written_over_either() {
        Path later = folder.resolve("later.db");
        CommandResult answer = shell.heed("import", people, "--rejects", later, "--store", later);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(later).doesNotExist();
    }

    /** Writes a file until it is killed. */
    static final class EndlessExport {
        private EndlessExport() {}

        public static void main(String[] arguments) throws Exception {
            OutputFile file =
                    OutputFile.require(Path.of(arguments[0]), StoreLocation.of("postgresql://localhost/x"), List.of());
            try (AtomicFile atomicFile = new AtomicFile(file)) {
                atomicFile.open().write('x');
                System.out.println("open");
                System.in.read();
            }
        }
    }

    @Test
    void an_export_that_is_asked_to_end_leaves_no_temporary_file() throws Exception {
        Path out = folder.resolve("out.csv");
        Process export = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessExport.class.getName(),
                        out.toString())
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(export.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("open");
            assertThat(temporaryFiles()).hasSize(1);
            export.destroy(); // SIGTERM
            assertThat(export.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            export.destroyForcibly();
        }
        assertThat(temporaryFiles()).isEmpty();
        assertThat(out).doesNotExist();
    }

    private List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".part"))
                    .toList();
        }
    }
}
