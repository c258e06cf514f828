package heed.smtp.mailbox;

import heed.mail.bounce.MailboxException;
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
    private static final int TRIES = 50;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Optional<Path> dot;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    private MboxLock(Optional<Path> dot, FileChannel channel, @Nullable FileLock lock) {
        this.dot = dot;
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits ten seconds for other programs, then gives up. */
    static MboxLock of(Path file) throws IOException {
        Optional<Path> dot = dot(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        for (int i = 0; i < TRIES; i++) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new MboxLock(dot, channel, lock);
            }
            Pausing.pause(LOOK_AGAIN, () -> false);
        }
        new MboxLock(dot, channel, null).close();
        throw busy(file);
    }

    private static Optional<Path> dot(Path file) throws IOException {
        Path dot = file.resolveSibling(file.getFileName() + ".lock");
        for (int i = 0; i < TRIES; i++) {
            try {
                return Optional.of(Files.createFile(dot));
            } catch (FileAlreadyExistsException taken) {
                Pausing.pause(LOOK_AGAIN, () -> false);
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
            if (dot.isPresent()) {
                Files.deleteIfExists(dot.get());
            }
        }
    }
}
