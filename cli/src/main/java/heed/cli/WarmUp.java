package heed.cli;

import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.store.DatabaseStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs each command once, on a tiny account in a temporary folder. The start script calls this class once after a build:
 * it checks that the jar is complete, and Java archives the classes that the commands load (AppCDS).
 */
public final class WarmUp {
    private static final String PROSPECTS = """
            Id,Email,First Name,Country,Lead Score,Created,Email Opt Out
            A,ann@example.com,Ann,Canada,10,2026-01-01,No
            B,bob@example.com,Bob,Nowhere,,2026-01-02T03:04:05Z,Yes
            C,nobody,Carl,France,1,2026-01-03,No
            """;
    private static final String AUTOMATION = """
            { "id": "warm-up", "name": "Warm up",
              "who": { "any": [ { "field": "Country", "operator": "equals", "value": ["Canada", "France"] },
                                { "field": "First Name", "operator": "contains", "value": "zz" },
                                { "field": "Lead Score", "operator": "greater-than", "value": 100 },
                                { "field": "Created", "operator": "in-time-frame", "value": "today" } ] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
              "run": { "mode": "once" } }
            """;

    private static final String NEWS = """
            { "id": "warm-up-news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "html": "<p>News for {{firstName}}</p>",
                             "text": "News for {{firstName}}" } ],
              "run": { "mode": "once" } }
            """;

    /** Mail settings with a relay that does not exist, so that no mail leaves. */
    private static final String MAIL = """
            { "smtp": { "host": "127.0.0.1", "port": 1, "security": "none" }, "from": "news@example.com",
              "bounces": "bounces@example.com", "publicUrl": "https://mail.example.com" }
            """;

    private final Path folder;

    private WarmUp(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("heed-warm-up");
        try {
            new WarmUp(folder).runEveryCommand();
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void runEveryCommand() throws IOException {
        String people =
                Files.writeString(folder.resolve("people.csv"), PROSPECTS).toString();
        String automation =
                Files.writeString(folder.resolve("automation.json"), AUTOMATION).toString();
        String wrong = Files.writeString(folder.resolve("wrong.json"), AUTOMATION.replace("Country", "Contry"))
                .toString();
        String plan = folder.resolve("plan").toString();
        runCommand(ExitCode.DONE, "--help");
        runCommand(ExitCode.DONE, "--version");
        runCommand(ExitCode.DONE, "run", "--help");
        runCommand(ExitCode.INVALID, "validate", automation, wrong);
        runCommand(ExitCode.DONE, "import", people, "--accept-rejects", "--new-store");
        runCommand(ExitCode.DONE, "fields", "opt", "out");
        runCommand(ExitCode.INVALID, "validate", automation, wrong);
        runCommand(ExitCode.INVALID, "validate", wrong, "--json");
        runCommand(ExitCode.DONE, "preview", automation, "--plan", plan);
        runCommand(ExitCode.DONE, "explain", automation, "--prospect", "A");
        runCommand(ExitCode.DONE, "run", automation, "--plan", plan, "--confirm", "1");
        runCommand(ExitCode.DONE, "runs", "--json");
        runCommand(ExitCode.DONE, "show", "2");
        runCommand(ExitCode.DONE, "history", "--prospect", "ann@example.com");
        runCommand(ExitCode.DONE, "undo", "2");
        runCommand(ExitCode.DONE, "set", "--prospect", "B", "City=Paris", "--reason", "warm-up");
        runCommand(ExitCode.DONE, "suppression", "list");
        runMailCommands();
        runCommand(ExitCode.DONE, "accounts");
        runCommand(ExitCode.DONE, "export", folder.resolve("out.csv").toString());
        runCommand(ExitCode.DONE, "export", "--format", "jsonl");
        runCommand(ExitCode.DONE, "schema");
    }

    private void runMailCommands() throws IOException {
        String news = Files.writeString(folder.resolve("news.json"), NEWS).toString();
        String mail = Files.writeString(folder.resolve("mail.json"), MAIL).toString();
        runCommand(ExitCode.DONE, "suppression", "add", "ann@example.com", "--reason", "warm-up");
        runCommand(ExitCode.DONE, "preview", news, "--render", "A", "--mail", mail);
        // Everybody is suppressed, so the run ends without waiting for the relay.
        runCommand(ExitCode.DONE, "run", news, "--confirm", "2", "--mail", mail);
        runCommand(ExitCode.DONE, "sends", "--state", "skipped");
        runCommand(ExitCode.DONE, "pause", "3");
        runCommand(ExitCode.DONE, "deliver", "--mail", mail);
        runCommand(ExitCode.DONE, "cancel", "3");
        runCommand(ExitCode.DONE, "bounces", "list");
        runCommand(ExitCode.DONE, "bounces", "stats");
    }

    private void runCommand(ExitCode expected, String... arguments) {
        List<String> allArguments = new ArrayList<>(Arrays.asList(arguments));
        if (!arguments[0].startsWith("--") && !allArguments.contains("--help")) {
            allArguments.addAll(List.of("--store", folder.resolve("heed.db").toString()));
        }
        CommandEnvironment environment = new CommandEnvironment(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                CommandEnvironment.Terminals.NONE,
                Clock.systemUTC(),
                ZoneOffset.UTC,
                "warm-up",
                Map.of(),
                DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                () -> false);
        int code = Heed.run(environment, allArguments.toArray(String[]::new));
        if (code != expected.code()) {
            throw new IllegalStateException("heed " + String.join(" ", arguments) + " ended with " + code);
        }
    }
}
