package heed.cli;

import heed.cli.process.CommandEnvironment;
import heed.model.testing.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands that an output suggests: between backticks, or after a colon at the end of a line. */
final class Suggestions {
    private static final Pattern SUGGESTION =
            Pattern.compile("`(heed [^`]*)`|(?<!^Usage): (heed [a-z].*)$", Pattern.MULTILINE);
    private static final Pattern SHELL_WORD = Pattern.compile("(?:'[^']*'|\\\\'|[^\\s'\\\\])+");
    /** What stands for an argument: FILE, or N as the number of a run. */
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z][A-Z|]*");

    private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

    private Suggestions() {}

    static List<String> of(String output) {
        return SUGGESTION
                .matcher(output)
                .results()
                .flatMap(found -> Stream.of(found.group(1), found.group(2)))
                .filter(command -> command != null)
                .toList();
    }

    /** Splits a command as a POSIX shell does. */
    static List<String> shellWords(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = SHELL_WORD.matcher(command);
        while (word.find()) {
            words.add(word.group().replace("\\'", "\0").replace("'", "").replace('\0', '\''));
        }
        return words;
    }

    /**
     * Checks that the command line accepts each command that an output suggests: the command exists, it has every option,
     * and every value is of its type.
     */
    static void requireAccepted(String output) {
        for (String suggestion : of(output)) {
            if (CHECKED.add(suggestion)) {
                requireParsed(suggestion);
            }
        }
    }

    /** Has the command line read the arguments. With --help it reads all of them and executes nothing. */
    private static void requireParsed(String suggestion) {
        List<String> words = shellWords(suggestion).stream()
                .skip(1)
                .map(word -> PLACEHOLDER.matcher(word).matches() ? "1" : word)
                .collect(Collectors.toCollection(ArrayList::new));
        if (suggestion.startsWith("heed COMMAND")) {
            return;
        }
        if (!words.contains("--help")) {
            words.add("--help");
        }
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Heed.run(
                new CommandEnvironment(
                        InputStream.nullInputStream(),
                        new ByteArrayOutputStream(),
                        err,
                        CommandEnvironment.Terminals.NONE,
                        new SettableClock(Instant.EPOCH),
                        ZoneOffset.UTC,
                        "mira",
                        Map.of(),
                        Duration.ZERO,
                        () -> false),
                words.toArray(String[]::new));
        if (code != 0) {
            throw new AssertionError(
                    "the suggested command `" + suggestion + "` is refused: " + err.toString(StandardCharsets.UTF_8));
        }
    }
}
