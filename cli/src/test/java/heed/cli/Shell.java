package heed.cli;

import heed.cli.console.World;
import heed.model.testing.SettableClock;
import heed.store.DatabaseStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gives commands as a person would, in a folder of their own, with the store {@code heed.db} in it. */
public final class Shell {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Path folder;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Clock given = clock;
    private final Map<String, String> environment = new HashMap<>();
    private Duration patience = DatabaseStore.DEFAULT_LOCK_TIMEOUT;
    private int looksBeforeStop = Integer.MAX_VALUE;
    private Duration passing = Duration.ZERO;
    private int looksBefore;
    private Runnable happening = () -> {};
    private Optional<String> address = Optional.empty();
    private Optional<String> input = Optional.empty();

    public Shell(Path folder) {
        this.folder = folder;
    }

    /** What a command answered. */
    public record Answer(int code, String out, String err) {
        /** The result, which must be one JSON document. */
        public JsonNode json() {
            return JSON.readTree(out);
        }
    }

    public SettableClock clock() {
        return clock;
    }

    /** From now on commands have the system's clock: what waits for a moment ends then. */
    public void onRealTime() {
        given = Clock.tickMillis(ZoneOffset.UTC);
    }

    /** From now on commands work on the store of a server. */
    public void on(String server) {
        address = Optional.of(server);
    }

    /** From now on commands find this on their standard input. */
    public void type(String text) {
        input = Optional.of(text);
    }

    /** Sets a variable of the environment for the commands that follow. */
    public void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** From now on a store waits so long for what others hold. */
    public void patience(Duration longest) {
        patience = longest;
    }

    /** From now on every command is asked to stop. */
    public void stop() {
        stopAfter(0);
    }

    /** Long work is asked to stop when it has looked so many times whether it should. */
    public void stopAfter(int looks) {
        looksBeforeStop = looks;
    }

    public void goOn() {
        looksBeforeStop = Integer.MAX_VALUE;
    }

    /** From now on so much time passes whenever long work looks whether it should stop. */
    public void passAtEachLook(Duration time) {
        passing = time;
    }

    /** When long work has looked so many times whether it should stop, and looks again, this happens once. */
    public void afterLooks(int looks, Runnable what) {
        looksBefore = looks;
        happening = what;
    }

    private boolean stopping() {
        clock.advance(passing);
        if (looksBefore-- == 0) {
            happening.run();
        }
        return looksBeforeStop != Integer.MAX_VALUE && looksBeforeStop-- <= 0;
    }

    public Path store() {
        return folder.resolve("heed.db");
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Writes a file of UTF-8 text. */
    public Path file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public Path file(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives a command on the store. */
    public Answer heed(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--store", address.orElse(store().toString())));
        return bare(all.toArray());
    }

    /** Gives a command as it stands. */
    public Answer bare(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        World world = new World(
                input.map(text -> (InputStream) new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .orElseGet(InputStream::nullInputStream),
                out,
                err,
                World.Terminals.NONE,
                given,
                ZoneId.of("Europe/Berlin"),
                "mira",
                environment,
                patience,
                this::stopping);
        int code =
                Heed.run(world, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Gives a command that must be done, and reads its JSON. */
    public JsonNode done(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--json");
        Answer answer = heed(all.toArray());
        if (answer.code() != 0) {
            throw new AssertionError("exit code " + answer.code() + ": " + answer.out() + answer.err());
        }
        return answer.json();
    }
}
