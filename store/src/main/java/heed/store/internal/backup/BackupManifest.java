package heed.store.internal.backup;

import heed.model.store.StoreException;
import heed.model.text.Sha256;
import heed.model.text.TabbedLine;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a backup holds.
 *
 * @param program the version of the program that made it
 * @param database {@code sqlite} or {@code postgresql}
 * @param schemaVersion the version of the store's schema
 * @param storeId the id of the store
 * @param generation the number of the store's generation
 * @param taken when the snapshot was taken
 * @param parts the files of the archive
 * @param tables the tables and their rows
 * @param sequences the last number of each sequence of the database; empty for SQLite
 */
public record BackupManifest(
        String program,
        String database,
        int schemaVersion,
        String storeId,
        long generation,
        Instant taken,
        List<Part> parts,
        List<Table> tables,
        Map<String, Long> sequences) {
    static final String ENTRY = "manifest.tsv";
    private static final String FORMAT = "heed-backup";
    private static final String VERSION = "1";
    /** Begins the last line, which has the SHA-256 of all lines before it. */
    private static final String SEAL = "sha256\t";

    public BackupManifest {
        parts = List.copyOf(parts);
        tables = List.copyOf(tables);
        sequences = Map.copyOf(sequences);
    }

    /**
     * A file of the archive.
     *
     * @param bytes its length before compression
     * @param sha256 its SHA-256 in hexadecimal digits
     */
    public record Part(String name, long bytes, String sha256) {}

    /**
     * A table.
     *
     * @param columns the columns of its part in order; empty if the part is the whole database
     */
    public record Table(String name, long rows, List<String> columns) {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /** Returns the numbers of rows by table, in the order of the archive. */
    public Map<String, Long> rows() {
        Map<String, Long> rows = new LinkedHashMap<>();
        tables.forEach(table -> rows.put(table.name(), table.rows()));
        return rows;
    }

    String write() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(FORMAT, VERSION));
        lines.add(List.of("program", program));
        lines.add(List.of("database", database));
        lines.add(List.of("schema", Integer.toString(schemaVersion)));
        lines.add(List.of("store", storeId));
        lines.add(List.of("generation", Long.toString(generation)));
        lines.add(List.of("taken", taken.toString()));
        parts.forEach(part -> lines.add(List.of("part", part.name(), Long.toString(part.bytes()), part.sha256())));
        tables.forEach(table -> lines.add(
                List.of("table", table.name(), Long.toString(table.rows()), String.join(",", table.columns()))));
        sequences.forEach((name, last) -> lines.add(List.of("sequence", name, Long.toString(last))));
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(TabbedLine.write(line)).append('\n'));
        return text + SEAL + Sha256.hex(text.toString()) + '\n';
    }

    /** @throws StoreException if the text is not a manifest, was changed, or is one of a newer version */
    static BackupManifest read(String sealed) {
        int end = sealed.lastIndexOf(SEAL);
        String text = sealed.substring(0, Math.max(0, end));
        if (end < 0 || !sealed.substring(end).equals(SEAL + Sha256.hex(text) + '\n')) {
            throw new StoreException("the manifest of the backup is damaged");
        }
        Map<String, String> values = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        List<Table> tables = new ArrayList<>();
        Map<String, Long> sequences = new LinkedHashMap<>();
        try {
            for (String line : text.lines().toList()) {
                List<String> cells = TabbedLine.read(line);
                switch (cells.get(0)) {
                    case "part" -> parts.add(new Part(cells.get(1), Long.parseLong(cells.get(2)), cells.get(3)));
                    case "table" ->
                        tables.add(new Table(
                                cells.get(1),
                                Long.parseLong(cells.get(2)),
                                cells.get(3).isEmpty()
                                        ? List.of()
                                        : List.of(cells.get(3).split(",", -1))));
                    case "sequence" -> sequences.put(cells.get(1), Long.parseLong(cells.get(2)));
                    default -> values.put(cells.get(0), cells.get(1));
                }
            }
            if (!VERSION.equals(values.get(FORMAT))) {
                throw new StoreException("the backup has a format that this program does not know; restore it with the"
                        + " version of Heed that made it, " + values.getOrDefault("program", "or a newer one"));
            }
            return new BackupManifest(
                    require(values, "program"),
                    require(values, "database"),
                    Integer.parseInt(require(values, "schema")),
                    require(values, "store"),
                    Long.parseLong(require(values, "generation")),
                    Instant.parse(require(values, "taken")),
                    parts,
                    tables,
                    sequences);
        } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeParseException e) {
            throw new StoreException("the manifest of the backup is damaged", e);
        }
    }

    private static String require(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new StoreException("the manifest of the backup is damaged: it has no " + name);
        }
        return value;
    }
}
