package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.Heed;
import heed.cli.process.CommandEnvironment;
import heed.store.DatabaseStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the {@code heed} command on a store in a folder of a test. By default the time is noon (UTC) of 15 June 2026, in Paris. */
final class HeedRunner {
    private final Path store;
    private final Clock clock;
    private final Map<String, String> variables;

    HeedRunner(Path folder) {
        this(folder, Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC), Map.of());
    }

    HeedRunner(Path folder, Clock clock, Map<String, String> variables) {
        this.store = folder.resolve("heed.db");
        this.clock = clock;
        this.variables = variables;
    }

    /** Runs a command with {@code --json}, which must succeed. Returns its answer. */
    JsonNode json(String... arguments) {
        return json(0, arguments);
    }

    /** Runs a command with {@code --json}, which must end with an exit code. Returns its answer. */
    JsonNode json(int code, String... arguments) {
        List<String> withJson = new ArrayList<>(List.of(arguments));
        withJson.add("--json");
        return new JsonMapper().readTree(text(code, withJson.toArray(String[]::new)));
    }

    /** Runs a command, which must succeed. Returns its standard output. */
    String text(String... arguments) {
        return text(0, arguments);
    }

    private String text(int code, String... arguments) {
        List<String> allArguments = new ArrayList<>(List.of(arguments));
        allArguments.addAll(List.of("--store", store.toString()));
        if (List.of("import", "fields").contains(arguments[0]) && !Files.exists(store)) {
            allArguments.add("--new-store");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Heed.run(
                new CommandEnvironment(
                        InputStream.nullInputStream(),
                        out,
                        err,
                        CommandEnvironment.Terminals.NONE,
                        clock,
                        ZoneId.of("Europe/Paris"),
                        "tester",
                        variables,
                        DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                        () -> false),
                allArguments.toArray(String[]::new));
        assertThat(exit)
                .as(allArguments + "\n" + out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
                .isEqualTo(code);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Returns the file of the store. */
    Path store() {
        return store;
    }
}
