package heed.cli.internal.settings;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.SourceFiles;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.filters.json.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the mail settings, and the search for them. */
public final class MailOptions {
    /** What is wrong if a command needs mail settings and there are none, and how to create them. */
    public static final String NOT_SET_UP =
            "there are no mail settings. Create ./heed-mail.json, for example {\"smtp\": {\"host\":"
                    + " \"smtp.example.com\", \"user\": \"heed\"}, \"from\": \"Example News"
                    + " <news@example.com>\", \"bounces\": \"bounces@example.com\", \"publicUrl\":"
                    + " \"https://mail.example.com/\"}, or name such a file with --mail";

    static final String VARIABLE = "HEED_MAIL";
    private static final Path DEFAULT_FILE = Path.of("heed-mail.json");

    @Option(
            names = "--mail",
            paramLabel = "FILE",
            description = "The file of the mail settings (default: the environment variable " + VARIABLE
                    + ", which names a file or contains the settings themselves, else ./heed-mail.json).")
    private @Nullable Path file;

    /**
     * Returns the mail settings.
     *
     * @throws CommandException if there are none, or if they are invalid
     */
    public MailSettings require(CommandEnvironment environment, CommandConsole console) {
        return find(environment, console).orElseThrow(() -> CommandException.refused("mail-not-set-up", NOT_SET_UP));
    }

    /** Returns the file of the settings, which need not exist; empty if the environment variable contains them. */
    public Optional<Path> settingsFile(CommandEnvironment environment) {
        String variable = environment.variables().getOrDefault(VARIABLE, "");
        if (file != null) {
            return Optional.of(file);
        }
        return variable.strip().startsWith("{")
                ? Optional.empty()
                : Optional.of(variable.isEmpty() ? DEFAULT_FILE : Path.of(variable));
    }

    /**
     * Checks that the file exists that {@code --mail} or the environment variable names.
     *
     * @throws CommandException if it does not
     */
    public void requireNamedFile(CommandEnvironment environment) {
        String variable = environment.variables().getOrDefault(VARIABLE, "");
        if (file != null && !Files.exists(file)) {
            throw CommandException.invalid("no-file", "there is no file " + file + ", which --mail names");
        }
        if (file == null
                && !variable.isEmpty()
                && !variable.strip().startsWith("{")
                && !Files.exists(Path.of(variable))) {
            throw CommandException.invalid(
                    "no-file",
                    "there is no file " + variable + ", which the environment variable " + VARIABLE + " names");
        }
    }

    /**
     * Returns the mail settings; empty if there are none.
     *
     * @throws CommandException if they are invalid, or if {@code --mail} or the environment variable names a file that
     *     does not exist
     */
    public Optional<MailSettings> find(CommandEnvironment environment, CommandConsole console) {
        String variable = environment.variables().getOrDefault(VARIABLE, "");
        if (file == null && variable.strip().startsWith("{")) {
            return Optional.of(read(new SourceText("$" + VARIABLE, variable), Path.of(""), environment, console));
        }
        Optional<Path> named = Optional.ofNullable(file)
                .or(() -> Optional.of(variable).filter(name -> !name.isEmpty()).map(Path::of));
        Path path = named.orElse(DEFAULT_FILE);
        if (named.isEmpty() && !Files.exists(path)) {
            return Optional.empty();
        }
        requireNamedFile(environment);
        SourceText source = SourceFiles.read(path);
        Path parent = path.toAbsolutePath().getParent();
        return Optional.of(read(source, parent == null ? path : parent, environment, console));
    }

    private static MailSettings read(
            SourceText source, Path folder, CommandEnvironment environment, CommandConsole console) {
        return SourceFiles.requireValid(
                MailSettingsReader.read(source, folder, environment.variables()), HiddenValues.in(source), console);
    }
}
