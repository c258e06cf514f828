package heed.cli.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the rows that were not imported, with line and reason, as a CSV file that can be corrected and imported. */
final class Rejects implements AutoCloseable {
    private final Path path;
    private final List<String> headings;
    private Optional<CsvWriter> writer = Optional.empty();

    Rejects(Path path, List<String> headings) {
        this.path = path;
        this.headings = headings;
    }

    void add(FileRow row, String reason) {
        CsvWriter csv = writer.orElseGet(this::open);
        List<String> cells = new ArrayList<>(List.of(Long.toString(row.line()), Formula.defuse(reason)));
        row.original().forEach(cell -> cells.add(Formula.defuse(Formula.restore(cell))));
        csv.writeRecord(cells);
    }

    private CsvWriter open() {
        try {
            CsvWriter csv = CsvWriter.builder().build(path, StandardCharsets.UTF_8);
            writer = Optional.of(csv);
            List<String> header = new ArrayList<>(List.of("Line", "Reason"));
            headings.forEach(heading -> header.add(Formula.defuse(Formula.restore(heading))));
            csv.writeRecord(header);
            return csv;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where they are; empty if there are none. */
    Optional<Path> path() {
        return writer.map(open -> path);
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
