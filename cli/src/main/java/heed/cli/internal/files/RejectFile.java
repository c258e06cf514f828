package heed.cli.internal.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import heed.cli.internal.stores.StoreLocation;
import heed.cli.process.CommandException;
import heed.imports.FileRow;
import heed.imports.table.FormulaEscaping;
import heed.imports.text.TextFile;
import heed.model.system.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The CSV file of the rows that an import rejected, each with its line and the reason; it can be corrected and
 * imported. The file is created with the first rejected row.
 */
public final class RejectFile implements AutoCloseable {
    private final Path path;
    private final List<String> headings;
    private Optional<CsvWriter> writer = Optional.empty();

    public RejectFile(Path path, List<String> headings) {
        this.path = path;
        this.headings = headings;
    }

    /** Returns the path of the reject file for an imported file, unless the user gives another. */
    public static Path defaultPath(Path file) {
        return Path.of((file.equals(TextFile.STANDARD_INPUT) ? "stdin" : file.toString()) + ".rejects.csv");
    }

    /** @throws CommandException if the reject file cannot be written, or would replace the imported file or the store */
    public static void requireWritable(Path rejects, TextFile file, StoreLocation store) throws IOException {
        Path folder = rejects.toAbsolutePath().getParent();
        if (Files.isDirectory(rejects) || folder == null || !Files.isDirectory(folder)) {
            throw CommandException.invalid(
                    "rejects",
                    "the reject file " + rejects + " cannot be written: "
                            + (Files.isDirectory(rejects) ? "it is a folder" : "its folder does not exist"));
        }
        if (Files.exists(rejects) && Files.isSameFile(rejects, file.source().path())) {
            throw CommandException.invalid(
                    "rejects", "the reject file would replace the imported file; name another with --rejects");
        }
        OutputFile.requireSeparate(rejects, store, List.of());
        if (!Files.isWritable(Files.exists(rejects) ? rejects : folder)) {
            throw CommandException.invalid(
                    "rejects", "the reject file " + rejects + " cannot be written; name another with --rejects");
        }
    }

    /** Writes a rejected row; the first one creates the file. */
    public void add(FileRow row, String reason) {
        CsvWriter csv = writer.orElseGet(this::openWriter);
        List<String> cells = new ArrayList<>(List.of(Long.toString(row.line()), FormulaEscaping.escape(reason)));
        row.cells().forEach(cell -> cells.add(FormulaEscaping.escape(FormulaEscaping.unescape(cell))));
        csv.writeRecord(cells);
    }

    private CsvWriter openWriter() {
        try {
            PrivateFile.createIfMissing(path);
            CsvWriter csv = CsvWriter.builder().build(path, StandardCharsets.UTF_8);
            writer = Optional.of(csv);
            List<String> header = new ArrayList<>(List.of("Line", "Reason"));
            headings.forEach(heading -> header.add(FormulaEscaping.escape(FormulaEscaping.unescape(heading))));
            csv.writeRecord(header);
            return csv;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a message about how much an import that ended early has imported.
     *
     * @param lastLine the last line that was imported or rejected; 0 if there is none
     */
    public String progressMessage(TextFile file, long lastLine) {
        return lastLine == 0
                ? "Nothing was imported."
                : "Everything up to line " + lastLine + " of " + file.name() + " is imported"
                        + path().map(rejects -> ", except the rows in " + rejects)
                                .orElse("")
                        + "; run the same command again to import the rest.";
    }

    /** Returns the path of the file; empty if no row was rejected. */
    public Optional<Path> path() {
        return writer.map(open -> path);
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
