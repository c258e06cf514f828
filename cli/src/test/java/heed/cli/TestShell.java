package heed.cli;

import heed.cli.process.CommandEnvironment;
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
public final class TestShell {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Path folder;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Clock commandClock = clock;
    private final Map<String, String> variables = new HashMap<>();
    private Duration lockTimeout = DatabaseStore.DEFAULT_LOCK_TIMEOUT;
    private int checksBeforeStop = Integer.MAX_VALUE;
    private Duration timePerCheck = Duration.ZERO;
    private int checksBeforeAction;
    private Runnable pendingAction = () -> {};
    private Optional<String> serverAddress = Optional.empty();
    private Optional<String> input = Optional.empty();

    public TestShell(Path folder) {
        this.folder = folder;
    }

    /** What a command answered. */
    public record CommandResult(int code, String out, String err) {
        /** The result, which must be one JSON document. */
        public JsonNode json() {
            return JSON.readTree(out);
        }
    }

    public SettableClock clock() {
        return clock;
    }

    /** From now on commands have the system's clock: what waits for a moment ends then. */
    public void useSystemClock() {
        commandClock = Clock.tickMillis(ZoneOffset.UTC);
    }

    /** From now on commands work on the store of a server. */
    public void useServer(String server) {
        serverAddress = Optional.of(server);
    }

    /** From now on commands find this on their standard input. */
    public void setInput(String text) {
        input = Optional.of(text);
    }

    /** Sets a variable of the environment for the commands that follow. */
    public void setVariable(String variable, String value) {
        variables.put(variable, value);
    }

    /** From now on a store waits so long for what others hold. */
    public void setLockTimeout(Duration longest) {
        lockTimeout = longest;
    }

    /** From now on every command is asked to stop. */
    public void requestStop() {
        stopAfterChecks(0);
    }

    /** Long work is asked to stop when it has looked so many times whether it should. */
    public void stopAfterChecks(int checks) {
        checksBeforeStop = checks;
    }

    public void clearStop() {
        checksBeforeStop = Integer.MAX_VALUE;
    }

    /** From now on so much time passes whenever long work looks whether it should stop. */
    public void advanceAtEachCheck(Duration time) {
        timePerCheck = time;
    }

    /** When long work has looked so many times whether it should stop, and looks again, this happens once. */
    public void runAfterChecks(int checks, Runnable action) {
        checksBeforeAction = checks;
        pendingAction = action;
    }

    private boolean isStopRequested() {
        clock.advance(timePerCheck);
        if (checksBeforeAction-- == 0) {
            pendingAction.run();
        }
        return checksBeforeStop != Integer.MAX_VALUE && checksBeforeStop-- <= 0;
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

    public String readFile(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives a command on the store. */
    public CommandResult heed(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--store", serverAddress.orElse(store().toString())));
        return runBare(all.toArray());
    }

    /** Gives a command as it stands. */
    public CommandResult runBare(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandEnvironment environment = new CommandEnvironment(
                input.map(text -> (InputStream) new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .orElseGet(InputStream::nullInputStream),
                out,
                err,
                CommandEnvironment.Terminals.NONE,
                commandClock,
                ZoneId.of("Europe/Berlin"),
                "mira",
                variables,
                lockTimeout,
                this::isStopRequested);
        int code = Heed.run(
                environment, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new CommandResult(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Gives a command that must be done, and reads its JSON. */
    public JsonNode runJson(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--json");
        CommandResult answer = heed(all.toArray());
        if (answer.code() != 0) {
            throw new AssertionError("exit code " + answer.code() + ": " + answer.out() + answer.err());
        }
        return answer.json();
    }
}
