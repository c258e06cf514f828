package heed.cli.internal.files;

import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.imports.columns.UndecidedColumnsException;
import heed.imports.text.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that imports a text file and writes the rows that it cannot import to a reject file. */
public abstract class FileImportCommand extends HeedCommand {
    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description =
                    "The file of the rejected rows (default: FILE.rejects.csv; for standard input, stdin.rejects.csv).")
    private @Nullable Path rejects;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "The encoding of the file, such as windows-1252 (default: the one that its bytes show).")
    private @Nullable String charset;

    @Option(
            names = "--sheet",
            paramLabel = "NAME",
            description = "The sheet of a workbook (default: the first that is not hidden).")
    private @Nullable String sheet;

    @Option(names = "--accept-rejects", description = "End with exit code 0 although rows are rejected (default: 1).")
    private boolean acceptRejects;

    protected FileImportCommand(CommandEnvironment environment) {
        super(environment);
    }

    /** Returns the path of the imported file, which may be {@link TextFile#STANDARD_INPUT}. */
    protected abstract Path file();

    /**
     * Imports the text of the file.
     *
     * @param rejectPath the path of the reject file, which can be written
     */
    protected abstract ExitCode importFile(TextFile text, Path rejectPath) throws IOException;

    @Override
    protected final ExitCode run() throws IOException {
        try (TextFile text = TextFile.validate(
                file(),
                environment().in(),
                Optional.ofNullable(charset).map(TextFile::charset),
                Optional.ofNullable(sheet))) {
            throwIfStopRequested("Nothing was imported.");
            Path rejectPath = rejects == null ? RejectFile.defaultPath(file()) : rejects;
            RejectFile.requireWritable(rejectPath, text, globalOptions().store());
            return importFile(text, rejectPath);
        } catch (UndecidedColumnsException undecided) {
            throw ColumnQuestionText.of(undecided, globalOptions().suggestSame());
        }
    }

    /** Returns the exit code of an import that rejected some rows or none. */
    protected final ExitCode exitCode(long rejected) {
        return rejected == 0 || acceptRejects ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Prints a note if nothing was rejected and a reject file of an earlier import has the same path. */
    protected final void printStaleRejectFile(RejectFile rejectFile, Path path) {
        if (rejectFile.path().isEmpty() && Files.exists(path)) {
            console().printNote(path + " is from an earlier import; this import rejected nothing.");
        }
    }
}
