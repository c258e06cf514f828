package heed.store.internal.backup;

import heed.model.system.PrivateFile;
import heed.model.text.Sha256;
import heed.store.internal.backup.BackupManifest.Part;
import heed.store.internal.backup.BackupManifest.Table;
import heed.store.internal.sql.SchemaVersion;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the archive of a backup: a ZIP file with a manifest. Only the user can read the file. Not thread-safe. */
public final class BackupWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final ZipOutputStream zip;
    private final List<Part> parts = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, Long> sequences = new LinkedHashMap<>();

    /** Writes a part of the archive. */
    public interface PartWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Creates the file, which must not exist. */
    public BackupWriter(Path file) throws IOException {
        this.file = file;
        this.zip =
                new ZipOutputStream(new BufferedOutputStream(PrivateFile.create(file), BUFFER), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** Adds a part. */
    public void addPart(String name, PartWriter writer) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        HashingStream stream = new HashingStream(zip);
        writer.writeTo(stream);
        zip.closeEntry();
        parts.add(new Part(name, stream.bytes, Sha256.hex(stream.digest)));
    }

    /** Records the number of rows of a table, and the columns of its part. */
    public void addTable(String name, long rows, List<String> columns) {
        tables.add(new Table(name, rows, columns));
    }

    /** Records the last number of a sequence. */
    public void addSequence(String name, long last) {
        sequences.put(name, last);
    }

    /** Writes the manifest, closes the file and forces it to disk. */
    public void finish(String database, String storeId, long generation, Instant taken) throws IOException {
        String version = BackupManifest.class.getPackage().getImplementationVersion();
        BackupManifest manifest = new BackupManifest(
                version == null ? "unpackaged" : version,
                database,
                SchemaVersion.NEWEST,
                storeId,
                generation,
                taken,
                parts,
                tables,
                sequences);
        zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
        zip.write(manifest.write().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.close();
        DurableFiles.force(file);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Counts and hashes what passes. Closing it does not close the archive. */
    private static final class HashingStream extends FilterOutputStream {
        private final MessageDigest digest = Sha256.newDigest();
        private long bytes;

        HashingStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            bytes += length;
        }

        @Override
        public void close() {
            // the archive stays open
        }
    }
}
