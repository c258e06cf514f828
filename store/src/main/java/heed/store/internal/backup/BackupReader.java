package heed.store.internal.backup;

import heed.model.store.StoreException;
import heed.model.text.Sha256;
import heed.store.internal.backup.BackupManifest.Part;
import heed.store.internal.sql.SchemaVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads the archive of a backup. Every failure is a {@link StoreException} for people. */
public final class BackupReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};

    private final Path file;
    private final ZipFile zip;
    private final BackupManifest manifest;

    /** @throws StoreException if the file is not a backup, or one that this program cannot restore */
    public static BackupReader open(Path file) {
        if (Files.isDirectory(file)) {
            throw new StoreException(file + " is a folder, not a backup");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw new StoreException(file + " is not a backup, or is not complete", e);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new StoreException(file + " cannot be read: there is no such file, or no permission", e);
        } catch (IOException e) {
            throw new StoreException(file + " cannot be read", e);
        }
        try {
            return new BackupReader(file, zip);
        } catch (IOException | StoreException e) {
            closeQuietly(zip);
            throw e instanceof StoreException known ? known : damaged(file, e);
        }
    }

    private BackupReader(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        ZipEntry entry = zip.getEntry(BackupManifest.ENTRY);
        if (entry == null) {
            throw new StoreException(file + " is not a backup of Heed: it has no manifest");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            this.manifest = BackupManifest.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        if (manifest.schemaVersion() > SchemaVersion.NEWEST) {
            throw new StoreException(file + " was made by a newer version of Heed (" + manifest.program()
                    + "): its schema is " + manifest.schemaVersion() + ", this program knows schemas up to "
                    + SchemaVersion.NEWEST + "; restore it with that version");
        }
    }

    /** Returns whether a file is a backup, maybe of a newer version or a damaged one. */
    public static boolean isBackup(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(ZIP_MAGIC.length), ZIP_MAGIC)) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return zip.getEntry(BackupManifest.ENTRY) != null;
        } catch (IOException e) {
            return false;
        }
    }

    public BackupManifest manifest() {
        return manifest;
    }

    /**
     * Reads all parts and compares them with the manifest.
     *
     * @throws StoreException if a part is missing or was changed
     */
    public void verify() {
        byte[] buffer = new byte[BUFFER];
        for (Part part : manifest.parts()) {
            MessageDigest digest = Sha256.newDigest();
            long bytes = 0;
            try (InputStream in = open(part.name())) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                    bytes += read;
                }
            } catch (IOException e) {
                throw damaged(file, e);
            }
            if (bytes != part.bytes() || !Sha256.hex(digest).equals(part.sha256())) {
                throw new StoreException(
                        file + " is damaged: its part " + part.name() + " was changed after the backup");
            }
        }
    }

    /** Returns the content of a part. */
    public InputStream open(String part) throws IOException {
        ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            throw new StoreException(file + " is damaged: its part " + part + " is missing");
        }
        return zip.getInputStream(entry);
    }

    /** Checks that the backup is of a kind of database. */
    public void requireDatabase(String database, String advice) {
        if (!manifest.database().equals(database)) {
            throw new StoreException(file + " is a backup of a store in "
                    + (manifest.database().equals("sqlite") ? "an SQLite file" : "PostgreSQL") + "; " + advice);
        }
    }

    private static StoreException damaged(Path file, Exception cause) {
        return new StoreException(file + " is damaged and cannot be read to its end", cause);
    }

    private static void closeQuietly(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException ignored) {
            // Another failure is being reported.
        }
    }

    @Override
    public void close() {
        closeQuietly(zip);
    }
}
