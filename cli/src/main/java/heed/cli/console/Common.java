package heed.cli.console;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class Common {
    @Option(
            names = "--store",
            paramLabel = "FILE",
            defaultValue = "./heed.db",
            description = "The file that keeps everything (default: ${DEFAULT-VALUE}).")
    private Path store = Path.of("heed.db");

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Whose prospects (default: ${DEFAULT-VALUE}).")
    private String account = "default";

    @Option(names = "--json", description = "Answer with one JSON document.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    public Path store() {
        return store;
    }

    public String account() {
        return account;
    }

    public boolean json() {
        return json;
    }

    /** Whether the help was asked for, which is then all that is shown. */
    public boolean help() {
        return help;
    }
}
