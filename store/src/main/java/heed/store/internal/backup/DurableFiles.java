package heed.store.internal.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that must be on disk before anybody relies on them. */
public final class DurableFiles {
    private DurableFiles() {}

    /** Forces a file to disk. */
    public static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Forces the names in the folder of a file to disk, where the system can. */
    public static void forceFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notSupported) {
            // Windows cannot open a folder; it writes names to disk by itself.
        }
    }

    /** Deletes files that may exist. A failure is ignored: another one is being reported. */
    public static void deleteQuietly(Iterable<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException ignored) {
                // The file stays; its name ends in .part.
            }
        }
    }
}
