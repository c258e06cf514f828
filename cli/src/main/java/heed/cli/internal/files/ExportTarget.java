package heed.cli.internal.files;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.process.CommandEnvironment;
import java.nio.file.Path;
import java.util.Collection;
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

    /**
     * Returns the file, after a check that it may be written; empty for standard output.
     *
     * @param inputs the files that the command reads
     * @throws heed.cli.process.CommandException if it may not
     */
    public Optional<OutputFile> requireFile(GlobalOptions options, Collection<Path> inputs) {
        return file().map(path -> OutputFile.require(path, options.store(), inputs));
    }

    /** Shows the progress of the export, except where the rows themselves go to the user's terminal. */
    public ProgressDisplay startProgress(
            CommandEnvironment environment, CommandConsole console, String noun, long total) {
        return file().isEmpty() && environment.terminals().out()
                ? ProgressDisplay.NONE
                : console.startProgress("Exporting", noun, total);
    }
}
