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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs commands as a user would, in a folder of their own that has the store {@code heed.db}. Commands get a fixed clock.
 * Every command that an output suggests must be one that the command line accepts.
 */
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
    private CommandEnvironment.Terminals terminals = CommandEnvironment.Terminals.NONE;

    public TestShell(Path folder) {
        this.folder = folder;
    }

    /** The outcome of a command: its exit code and what it wrote to standard output and standard error. */
    public record CommandResult(int code, String out, String err) {
        /** Reads standard output, which must be one JSON document. */
        public JsonNode json() {
            return JSON.readTree(out);
        }
    }

    public SettableClock clock() {
        return clock;
    }

    /** Gives later commands the system's clock, so that a wait for a time ends. */
    public void useSystemClock() {
        commandClock = Clock.tickMillis(ZoneOffset.UTC);
    }

    /** Makes later commands work on the store of a database server. */
    public void useServer(String server) {
        serverAddress = Optional.of(server);
    }

    /** Sets the standard input of later commands. */
    public void setInput(String text) {
        input = Optional.of(text);
    }

    /** Makes both output streams of later commands terminals of this width. */
    public void useTerminal(int columns) {
        terminals = new CommandEnvironment.Terminals(true, true, columns);
    }

    /** Sets an environment variable of later commands. */
    public void setVariable(String variable, String value) {
        variables.put(variable, value);
    }

    /** Sets how long the store of later commands waits for a lock that others hold. */
    public void setLockTimeout(Duration longest) {
        lockTimeout = longest;
    }

    /** Requests a stop of every later command. */
    public void requestStop() {
        stopAfterChecks(0);
    }

    /** Requests a stop of a long command after it has checked this number of times whether it should stop. */
    public void stopAfterChecks(int checks) {
        checksBeforeStop = checks;
    }

    /** Withdraws the request to stop. */
    public void clearStop() {
        checksBeforeStop = Integer.MAX_VALUE;
    }

    /** Advances the clock by this time whenever a long command checks whether it should stop. */
    public void advanceAtEachCheck(Duration time) {
        timePerCheck = time;
    }

    /** Runs the action once, at the check after this number of checks whether a long command should stop. */
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

    /** Runs a command with the option {@code --store}. */
    public CommandResult heed(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--store", serverAddress.orElse(store().toString())));
        if (canCreateStore(arguments) && (serverAddress.isPresent() || !Files.exists(store()))) {
            all.add("--new-store");
        }
        return runBare(all.toArray());
    }

    private static boolean canCreateStore(Object... arguments) {
        List<String> command = Arrays.stream(arguments).map(Object::toString).toList();
        return Stream.of("import", "suppression import", "fields add", "accounts add")
                .map(words -> List.of(words.split(" ", -1)))
                .anyMatch(words -> command.size() >= words.size()
                        && command.subList(0, words.size()).equals(words));
    }

    /** Runs a command with exactly these arguments. */
    public CommandResult runBare(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandEnvironment environment = new CommandEnvironment(
                input.map(text -> (InputStream) new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .orElseGet(InputStream::nullInputStream),
                out,
                err,
                terminals,
                commandClock,
                ZoneId.of("Europe/Berlin"),
                "mira",
                variables,
                lockTimeout,
                this::isStopRequested);
        int code = Heed.run(
                environment, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        CommandResult result =
                new CommandResult(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        if (!Arrays.asList(arguments).contains("--json")) { // In JSON, what is suggested is escaped.
            Suggestions.requireAccepted(result.out() + "\n" + result.err());
        }
        return result;
    }

    /** Runs a command with {@code --json}, which must succeed, and reads its JSON. */
    public JsonNode runJson(Object... arguments) {
        List<Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--json");
        CommandResult result = heed(all.toArray());
        if (result.code() != 0) {
            throw new AssertionError("exit code " + result.code() + ": " + result.out() + result.err());
        }
        return result.json();
    }
}
