package heed.cli.internal.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command that a message suggests. Its text can be pasted into a POSIX shell: it repeats the options that select the
 * store, the account and the mail settings as the user gave them, and quotes each word that the shell would change.
 * Immutable.
 *
 * <p>A message puts the command between backticks, or after a colon at the end of a line.
 */
public final class SuggestedCommand {
    private static final List<String> STORE_OPTIONS = List.of("--store", "--account");
    private static final List<String> MAIL_OPTIONS = List.of("--store", "--account", "--mail");
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./=-]*");
    private final List<String> words;
    private final List<String> selection;

    /** @param selection the options that select the store, the account and the mail settings, with their values */
    private SuggestedCommand(List<String> words, List<String> selection) {
        this.words = List.copyOf(words);
        this.selection = List.copyOf(selection);
    }

    /** Creates a command that has no option {@code --mail}. */
    static SuggestedCommand of(ParseResult given, Object... words) {
        return new SuggestedCommand(texts(words), selection(given, STORE_OPTIONS));
    }

    /** Creates a command that has the option {@code --mail}. */
    static SuggestedCommand ofMail(ParseResult given, Object... words) {
        return new SuggestedCommand(texts(words), selection(given, MAIL_OPTIONS));
    }

    /** Creates the command that the user gave, without {@code --json}. */
    static SuggestedCommand same(ParseResult given) {
        List<String> words = new ArrayList<>(
                Arrays.asList(given.commandSpec().qualifiedName(" ").split(" ", -1)));
        words.remove(0);
        given.matchedPositionals().forEach(positional -> words.addAll(positional.originalStringValues()));
        given.matchedOptions().stream()
                .distinct() // an option that is repeated is there each time, with all its values
                .filter(option -> !MAIL_OPTIONS.contains(option.longestName()))
                .filter(option -> !option.longestName().equals("--json"))
                .forEach(option -> words.addAll(withValues(option)));
        return new SuggestedCommand(words, selection(given, MAIL_OPTIONS));
    }

    private static List<String> selection(ParseResult given, List<String> names) {
        return names.stream()
                .filter(given::hasMatchedOption)
                .flatMap(name -> withValues(given.matchedOption(name)).stream())
                .toList();
    }

    /** Returns an option as it was given; its name comes before each value of an option that can be repeated. */
    private static List<String> withValues(OptionSpec option) {
        return option.arity().max() == 0
                ? List.of(option.longestName())
                : option.originalStringValues().stream()
                        .flatMap(value -> Stream.of(option.longestName(), value))
                        .toList();
    }

    private static List<String> texts(Object... words) {
        return Arrays.stream(words).map(Object::toString).toList();
    }

    /** Returns this command with further arguments. */
    public SuggestedCommand with(Object... arguments) {
        return new SuggestedCommand(
                Stream.of(words, texts(arguments)).flatMap(List::stream).toList(), selection);
    }

    /** Returns this command with an option, whose value replaces the one that the command has. */
    public SuggestedCommand withOption(String name, Object value) {
        int index = words.indexOf(name);
        if (index < 0) {
            return with(name, value);
        }
        List<String> changed = new ArrayList<>(words);
        changed.set(index + 1, value.toString());
        return new SuggestedCommand(changed, selection);
    }

    /** Returns this command without an option that has no value. */
    public SuggestedCommand without(String name) {
        return new SuggestedCommand(
                words.stream().filter(word -> !word.equals(name)).toList(), selection);
    }

    /** Returns this command without those uses of an option that have certain values. */
    public SuggestedCommand withoutValues(String name, Predicate<String> values) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(name) && i + 1 < words.size() && values.test(words.get(i + 1))) {
                i++;
            } else {
                changed.add(words.get(i));
            }
        }
        return new SuggestedCommand(changed, selection);
    }

    /** Quotes a word for a POSIX shell if the shell would change it. */
    public static String quote(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Returns the text to paste. */
    @Override
    public String toString() {
        return Stream.of(List.of("heed"), words, selection)
                .flatMap(List::stream)
                .map(SuggestedCommand::quote)
                .collect(Collectors.joining(" "));
    }
}
