package heed.cli.mail;

import heed.cli.console.Console;
import heed.cli.console.Failure;
import heed.cli.console.Sources;
import heed.cli.console.World;
import heed.filters.json.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command finds out how mail is sent. */
public final class MailOptions {
    static final String FILE = "HEED_MAIL";
    private static final Path STANDARD = Path.of("heed-mail.json");

    @Option(
            names = "--mail",
            paramLabel = "FILE",
            description = "The mail settings (default: $" + FILE + ", which names a file or is the settings themselves,"
                    + " else ./heed-mail.json).")
    private @Nullable Path file;

    /** @throws Failure if there are none, or they are wrong */
    public MailSettings need(World world, Console console) {
        return find(world, console)
                .orElseThrow(() -> Failure.refused(
                        "mail-not-set-up",
                        "it is not set up how mail is sent. Write ./heed-mail.json, such as {\"smtp\": {\"host\":"
                                + " \"smtp.example.com\", \"user\": \"heed\"}, \"from\": \"Example News"
                                + " <news@example.com>\", \"bounces\": \"bounces@example.com\", \"publicUrl\":"
                                + " \"https://mail.example.com/\"}, or name such a file with --mail"));
    }

    /** Empty if nobody has set it up; a file that is named must be there. */
    public Optional<MailSettings> find(World world, Console console) {
        String variable = world.environment().getOrDefault(FILE, "");
        if (file == null && variable.strip().startsWith("{")) {
            return Optional.of(read(new SourceText("$" + FILE, variable), Path.of(""), world, console));
        }
        Optional<Path> named = Optional.ofNullable(file)
                .or(() -> Optional.of(variable).filter(name -> !name.isEmpty()).map(Path::of));
        Path path = named.orElse(STANDARD);
        if (named.isEmpty() && !Files.exists(path)) {
            return Optional.empty();
        }
        SourceText source = Sources.of(path);
        Path parent = path.toAbsolutePath().getParent();
        return Optional.of(read(source, parent == null ? path : parent, world, console));
    }

    private static MailSettings read(SourceText source, Path folder, World world, Console console) {
        return Sources.valid(MailSettingsReader.read(source, folder, world.environment()), source, console);
    }
}
