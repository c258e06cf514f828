package heed.store.internal.postgres;

import heed.model.store.StoreException;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.backup.BackupManifest;
import heed.store.internal.backup.BackupManifest.Table;
import heed.store.internal.backup.BackupReader;
import heed.store.internal.backup.BackupWriter;
import heed.store.internal.backup.GenerationTable;
import heed.store.internal.sql.SqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postgresql.PGConnection;

/** Backups of stores in PostgreSQL. The archive holds each table in the text format of COPY, from one snapshot. */
public final class PostgresBackup {
    public static final String DATABASE = "postgresql";
    private static final String TABLES = """
            SELECT tablename FROM pg_tables
            WHERE schemaname = current_schema() AND tablename <> 'flyway_schema_history' ORDER BY tablename
            """;

    private PostgresBackup() {}

    /** Writes the store into an archive. Readers and writers go on meanwhile. */
    public static void write(PostgresDatabase database, BackupWriter writer, Instant now) throws IOException {
        try {
            boolean unused = database.read(session -> {
                try {
                    write(session, writer, now);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return true;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(SqlSession session, BackupWriter writer, Instant now) throws IOException {
        String storeId = AccountTable.storeId(session);
        for (String table : session.query(TABLES, row -> row.text(1))) {
            List<String> columns = columns(session, table);
            long[] rows = new long[1];
            writer.addPart(
                    part(table),
                    out -> rows[0] = session.withConnection(connection -> {
                        try {
                            return connection
                                    .unwrap(PGConnection.class)
                                    .getCopyAPI()
                                    .copyOut("COPY " + table + " (" + String.join(", ", columns) + ") TO STDOUT", out);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
            writer.addTable(table, rows[0], columns);
        }
        Map<String, Long> sequences = new TreeMap<>();
        session.query(
                        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL",
                        row -> Map.entry(row.text(1), row.number(2)))
                .forEach(sequence -> sequences.put(sequence.getKey(), sequence.getValue()));
        sequences.forEach(writer::addSequence);
        writer.finish(DATABASE, storeId, GenerationTable.number(session), now);
    }

    private static List<String> columns(SqlSession session, String table) {
        return session.query("""
                SELECT attname FROM pg_attribute WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped
                ORDER BY attnum
                """, row -> row.text(1), table);
    }

    /**
     * Fills an empty store of the backup's schema version in one transaction, and announces its next generation.
     *
     * @throws StoreException if the store has accounts, or if the backup does not fit
     */
    static void load(PostgresDatabase database, BackupReader backup) {
        BackupManifest manifest = backup.manifest();
        boolean unused = database.write(session -> {
            if (session.queryBoolean("SELECT EXISTS (SELECT 1 FROM account)")) {
                throw new StoreException("the store has accounts already; a backup is restored into a new one");
            }
            Set<String> known = new TreeSet<>(session.query(TABLES, row -> row.text(1)));
            if (!known.equals(manifest.rows().keySet())) {
                throw new StoreException("the backup does not have the tables of schema " + manifest.schemaVersion());
            }
            Map<String, Table> tables = new LinkedHashMap<>();
            manifest.tables().forEach(table -> tables.put(table.name(), table));
            session.update("DELETE FROM store");
            for (String name : referredFirst(session, known)) {
                Table table = tables.get(name);
                if (table != null && copyIn(session, backup, table) != table.rows()) {
                    throw new StoreException("the backup is damaged: its table " + name
                            + " does not have the rows that its manifest names");
                }
            }
            manifest.sequences().forEach((sequence, last) -> {
                long set = session.queryNumber("SELECT setval(CAST(? AS regclass), ?)", sequence, last);
                if (set != last) {
                    throw new StoreException("the sequence " + sequence + " could not be set");
                }
            });
            GenerationTable.announce(session, manifest.taken());
            return true;
        });
    }

    private static long copyIn(SqlSession session, BackupReader backup, Table table) {
        return session.withConnection(connection -> {
            try (InputStream in = backup.open(part(table.name()))) {
                return connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "COPY " + PostgresMigrations.quote(table.name()) + " ("
                                        + String.join(
                                                ", ",
                                                table.columns().stream()
                                                        .map(PostgresMigrations::quote)
                                                        .toList())
                                        + ") FROM STDIN",
                                in);
            } catch (IOException e) {
                throw new StoreException("the backup cannot be read", e);
            }
        });
    }

    /** Returns the tables in an order in which each one comes after those that it refers to. */
    private static List<String> referredFirst(SqlSession session, Set<String> tables) {
        Map<String, Set<String>> references = new TreeMap<>();
        tables.forEach(table -> references.put(table, new TreeSet<>()));
        session.query("""
                        SELECT f.relname, t.relname FROM pg_constraint c
                        JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
                        WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
                        """, row -> Map.entry(row.text(1), row.text(2)))
                .forEach(reference -> references
                        .computeIfAbsent(reference.getKey(), table -> new TreeSet<>())
                        .add(reference.getValue()));
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < references.size()) {
            List<String> next = new ArrayList<>();
            references.forEach((table, referred) -> {
                if (!ordered.contains(table)
                        && referred.stream().allMatch(other -> other.equals(table) || ordered.contains(other))) {
                    next.add(table);
                }
            });
            if (next.isEmpty()) {
                throw new IllegalStateException("the tables refer to each other in a circle");
            }
            ordered.addAll(next);
        }
        return List.copyOf(ordered);
    }

    private static String part(String table) {
        return "tables/" + table + ".copy";
    }
}
