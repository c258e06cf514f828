package heed.cli.internal.settings;

import heed.cli.process.CommandException;
import heed.mail.LinkKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keys of links that are not in the store: one on each line of a file, or of an environment variable. The first one signs.
 * A file is read again each time, so that a running process notices a new key. Thread-safe.
 */
public final class OutsideLinkKeys implements Supplier<List<LinkKey>> {
    static final String VARIABLE = "HEED_LINK_KEY";
    static final String EXPECTED =
            "keys, one on each line, each of at least 64 hexadecimal digits, as `openssl rand -hex 32` writes one";

    private final Optional<Path> file;
    private final List<LinkKey> keys;

    private OutsideLinkKeys(Optional<Path> file, List<LinkKey> keys) {
        this.file = file;
        this.keys = keys;
    }

    /** Returns the keys in the text of a file; empty if the text is not one of keys. */
    static Optional<OutsideLinkKeys> ofFile(Path file, String text) {
        return parse(text).map(keys -> new OutsideLinkKeys(Optional.of(file), keys));
    }

    /**
     * Returns the keys in the environment variable; empty if it is not set.
     *
     * @throws CommandException if its text is not one of keys
     */
    public static Optional<OutsideLinkKeys> inEnvironment(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(text -> !text.isBlank())
                .map(text -> new OutsideLinkKeys(
                        Optional.empty(),
                        parse(text)
                                .orElseThrow(() -> CommandException.invalid(
                                        "link-key",
                                        "the environment variable " + VARIABLE + " must have " + EXPECTED))));
    }

    private static Optional<List<LinkKey>> parse(String text) {
        List<Optional<LinkKey>> keys = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(LinkKey::parse)
                .toList();
        return keys.isEmpty() || keys.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(keys.stream().flatMap(Optional::stream).toList());
    }

    /** Returns where the keys are, in words. */
    public String origin() {
        return file.map(Path::toString).orElse("the environment variable " + VARIABLE);
    }

    /** Returns the keys, the one that signs first. If the file cannot be read any more, they are as they were first. */
    @Override
    public List<LinkKey> get() {
        try {
            return file.isPresent() ? parse(Files.readString(file.get())).orElse(keys) : keys;
        } catch (IOException unreadable) {
            return keys;
        }
    }
}
