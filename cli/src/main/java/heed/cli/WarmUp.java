package heed.cli;

import heed.cli.console.Exit;
import heed.cli.console.World;
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
 * Gives each command once, over a tiny account in a temporary folder: the start script calls it once for a build, to see
 * that the jar is whole and to let Java archive the classes that the commands load (AppCDS).
 */
public final class WarmUp {
    private static final String PEOPLE = """
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
    /** Nothing listens there, so the mail waits. */
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
            new WarmUp(folder).giveEachCommand();
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private void giveEachCommand() throws IOException {
        String people = Files.writeString(folder.resolve("people.csv"), PEOPLE).toString();
        String automation =
                Files.writeString(folder.resolve("automation.json"), AUTOMATION).toString();
        String wrong = Files.writeString(folder.resolve("wrong.json"), AUTOMATION.replace("Country", "Contry"))
                .toString();
        String plan = folder.resolve("plan").toString();
        give(Exit.DONE, "--help");
        give(Exit.DONE, "--version");
        give(Exit.DONE, "run", "--help");
        give(Exit.INVALID, "validate", automation, wrong);
        give(Exit.DONE, "import", people);
        give(Exit.DONE, "fields", "opt", "out");
        give(Exit.INVALID, "validate", automation, wrong);
        give(Exit.INVALID, "validate", wrong, "--json");
        give(Exit.DONE, "preview", automation, "--plan", plan);
        give(Exit.DONE, "explain", automation, "--prospect", "A");
        give(Exit.DONE, "run", automation, "--plan", plan, "--confirm", "1");
        give(Exit.DONE, "runs", "--json");
        give(Exit.DONE, "show", "1");
        give(Exit.DONE, "history", "--prospect", "ann@example.com");
        give(Exit.DONE, "undo", "1");
        give(Exit.DONE, "set", "--prospect", "B", "City=Paris", "--reason", "warm-up");
        give(Exit.DONE, "suppression", "list");
        giveEachOfMail();
        give(Exit.DONE, "accounts");
        give(Exit.DONE, "export", folder.resolve("out.csv").toString());
        give(Exit.DONE, "export", "--format", "jsonl");
        give(Exit.DONE, "schema");
    }

    private void giveEachOfMail() throws IOException {
        String news = Files.writeString(folder.resolve("news.json"), NEWS).toString();
        String mail = Files.writeString(folder.resolve("mail.json"), MAIL).toString();
        give(Exit.DONE, "suppression", "add", "z@example.com", "--reason", "warm-up");
        give(Exit.DONE, "preview", news, "--render", "A", "--mail", mail);
        give(Exit.FAILED, "run", news, "--confirm", "2", "--mail", mail);
        give(Exit.DONE, "sends", "--state", "skipped");
        give(Exit.DONE, "pause", "2");
        give(Exit.DONE, "deliver", "--mail", mail);
        give(Exit.DONE, "cancel", "2");
        give(Exit.DONE, "bounces", "list");
        give(Exit.DONE, "bounces", "stats");
    }

    private void give(Exit expected, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!arguments[0].startsWith("--") && !all.contains("--help")) {
            all.addAll(List.of("--store", folder.resolve("heed.db").toString()));
        }
        World world = new World(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                World.Terminals.NONE,
                Clock.systemUTC(),
                ZoneOffset.UTC,
                "warm-up",
                Map.of(),
                DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                () -> false);
        int code = Heed.run(world, all.toArray(String[]::new));
        if (code != expected.code()) {
            throw new IllegalStateException("heed " + String.join(" ", arguments) + " ended with " + code);
        }
    }
}
