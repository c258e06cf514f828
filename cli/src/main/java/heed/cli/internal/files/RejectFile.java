package heed.cli.internal.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the rows that were not imported, with line and reason, as a CSV file that can be corrected and imported. */
public final class RejectFile implements AutoCloseable {
    private final Path path;
    private final List<String> headings;
    private Optional<CsvWriter> writer = Optional.empty();

    public RejectFile(Path path, List<String> headings) {
        this.path = path;
        this.headings = headings;
    }

    /** Where they are kept of a file unless the person says. */
    public static Path defaultPath(Path file) {
        return Path.of((file.equals(TextFile.STANDARD_INPUT) ? "stdin" : file.toString()) + ".rejects.csv");
    }

    /** @throws CommandException if the reject file of an import cannot be written, or would replace what is imported */
    public static void requireWritable(Path rejects, TextFile file) throws IOException {
        Path folder = rejects.toAbsolutePath().getParent();
        if (Files.isDirectory(rejects) || folder == null || !Files.isDirectory(folder)) {
            throw CommandException.invalid(
                    "rejects", "the reject file " + rejects + " cannot be written: no such folder");
        }
        if (Files.exists(rejects) && Files.isSameFile(rejects, file.source().path())) {
            throw CommandException.invalid("rejects", "the reject file would replace the file that is imported");
        }
        if (!Files.isWritable(Files.exists(rejects) ? rejects : folder)) {
            throw CommandException.invalid(
                    "rejects", "the reject file " + rejects + " cannot be written; name another with --rejects");
        }
    }

    public void add(FileRow row, String reason) {
        CsvWriter csv = writer.orElseGet(this::openWriter);
        List<String> cells = new ArrayList<>(List.of(Long.toString(row.line()), FormulaEscaping.escape(reason)));
        row.cells().forEach(cell -> cells.add(FormulaEscaping.escape(FormulaEscaping.unescape(cell))));
        csv.writeRecord(cells);
    }

    private CsvWriter openWriter() {
        try {
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
     * What an import that does not come to its end says of what it did.
     *
     * @param lastLine of what it dealt with; 0 if that is nothing
     */
    public String progressMessage(TextFile file, long lastLine) {
        return lastLine == 0
                ? "Nothing was imported."
                : "Everything up to line " + lastLine + " of " + file.name() + " is imported"
                        + path().map(rows -> ", but for the rows in " + rows).orElse("")
                        + "; the same command again imports the rest.";
    }

    /** Where they are; empty if there are none. */
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
