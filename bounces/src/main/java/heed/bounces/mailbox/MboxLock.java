package heed.bounces.mailbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two locks of an mbox file that mail programs use: the file NAME.lock beside it, if its folder is writable, and the lock of
 * the operating system on the file.
 */
final class MboxLock implements AutoCloseable {
    private static final int MAX_TRIES = 50;
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(200);

    private final Optional<Path> dotLockFile;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    private MboxLock(Optional<Path> dotLockFile, FileChannel channel, @Nullable FileLock lock) {
        this.dotLockFile = dotLockFile;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Acquires both locks, and waits at most ten seconds for each.
     *
     * @throws MailboxException if another program holds a lock for longer
     */
    static MboxLock acquire(Path file) throws IOException {
        Optional<Path> dot = createDotLock(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        for (int i = 0; i < MAX_TRIES; i++) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new MboxLock(dot, channel, lock);
            }
            Polling.waitFor(RETRY_INTERVAL, () -> false);
        }
        new MboxLock(dot, channel, null).close();
        throw busy(file);
    }

    /** Creates the lock file; empty if the folder is not writable. */
    private static Optional<Path> createDotLock(Path file) throws IOException {
        Path dot = file.resolveSibling(file.getFileName() + ".lock");
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                return Optional.of(Files.createFile(dot));
            } catch (FileAlreadyExistsException exists) {
                Polling.waitFor(RETRY_INTERVAL, () -> false);
            } catch (AccessDeniedException notWritable) {
                return Optional.empty();
            }
        }
        throw busy(file);
    }

    private static MailboxException busy(Path file) {
        return new MailboxException(
                file + " is locked by another program; if no mail program is running, remove " + file + ".lock");
    }

    /** Returns the open channel of the locked file. */
    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        try {
            if (lock != null) {
                lock.release();
            }
            channel.close();
        } finally {
            if (dotLockFile.isPresent()) {
                Files.deleteIfExists(dotLockFile.get());
            }
        }
    }
}
