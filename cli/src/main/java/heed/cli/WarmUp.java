package heed.cli;

import heed.cli.console.World;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives each command once, over a tiny account in a temporary folder, so that Java can archive the classes that they load
 * (AppCDS): the start script calls it once for a build.
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
        give("--help");
        give("--version");
        give("run", "--help");
        give("validate", automation, wrong);
        give("import", people);
        give("fields", "opt", "out");
        give("validate", automation, wrong);
        give("validate", wrong, "--json");
        give("preview", automation, "--plan", plan);
        give("explain", automation, "--prospect", "A");
        give("run", automation, "--plan", plan, "--confirm", "1");
        give("runs", "--json");
        give("show", "1");
        give("history", "--prospect", "ann@example.com");
        give("undo", "1");
        give("set", "--prospect", "B", "City=Paris", "--reason", "warm-up");
        give("suppression", "list");
        give("accounts");
        give("export", folder.resolve("out.csv").toString());
        give("export", "--format", "jsonl");
        give("schema");
    }

    private void give(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!arguments[0].startsWith("--") && !all.contains("--help")) {
            all.addAll(List.of("--store", folder.resolve("heed.db").toString()));
        }
        World world = new World(
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                World.Terminals.NONE,
                Clock.systemUTC(),
                ZoneOffset.UTC,
                "warm-up",
                () -> false);
        Heed.run(world, all.toArray(String[]::new));
    }
}
