package heed.cli.internal.files;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.process.CommandEnvironment;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The parameter of export commands: the file that is written, or standard output. */
public final class ExportTarget {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The file to write; an existing file is replaced. - is standard output (default).")
    private @Nullable Path file;

    /** Returns the file; empty for standard output. */
    public Optional<Path> file() {
        return Optional.ofNullable(file).filter(path -> !path.equals(STANDARD_OUTPUT));
    }

    /** @throws heed.cli.process.CommandException if the file cannot be written */
    public void requireWritable() {
        file().ifPresent(AtomicFile::requireWritable);
    }

    /** Shows the progress of the export, except where the rows themselves go to the user's terminal. */
    public ProgressDisplay startProgress(
            CommandEnvironment environment, CommandConsole console, String noun, long total) {
        return file().isEmpty() && environment.terminals().out()
                ? ProgressDisplay.NONE
                : console.startProgress("Exporting", noun, total);
    }
}
