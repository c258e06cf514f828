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
 * Both locks of an mbox file: the file NAME.lock beside it, where its folder may be written, and the operating system's on the
 * file itself.
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

    /** Waits ten seconds for other programs, then gives up. */
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

    private static Optional<Path> createDotLock(Path file) throws IOException {
        Path dot = file.resolveSibling(file.getFileName() + ".lock");
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                return Optional.of(Files.createFile(dot));
            } catch (FileAlreadyExistsException exists) {
                Polling.waitFor(RETRY_INTERVAL, () -> false);
            } catch (AccessDeniedException notOurs) {
                return Optional.empty();
            }
        }
        throw busy(file);
    }

    private static MailboxException busy(Path file) {
        return new MailboxException(
                file + " is locked by another program; if none is at work, remove " + file + ".lock");
    }

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
