package heed.bounces.mailbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * An mbox file: messages one after the other, each behind a line that starts with "From ". Delivery may go on meanwhile: the file
 * is only changed as this closes, under both locks that mail programs keep to. A message is known by its content, so that two
 * that are the same are one.
 */
public final class MboxMailbox implements BounceMailbox {
    private final Path file;
    private final CleanupPolicy cleanupPolicy;
    private final Map<String, MboxScanner.MboxMessage> parts = new HashMap<>();
    private final Set<String> processedHashes = new HashSet<>();
    private final Set<String> quarantinedHashes = new HashSet<>();

    private MboxMailbox(Path file, CleanupPolicy cleanupPolicy) {
        this.file = file.toAbsolutePath().normalize();
        this.cleanupPolicy = cleanupPolicy;
    }

    /** Opens it; what a program that died left half done is put right. */
    public static MboxMailbox open(Path file, CleanupPolicy cleanupPolicy) {
        if (!Files.isRegularFile(file)) {
            throw new MailboxException("there is no mbox file " + file);
        }
        MboxMailbox mailbox = new MboxMailbox(file, cleanupPolicy);
        if (Files.exists(mailbox.backupFile())) {
            mailbox.withLock(mailbox::restore);
        }
        return mailbox;
    }

    @Override
    public String name() {
        return "mbox:" + file;
    }

    @Override
    public List<WaitingMessage> listWaiting() {
        List<WaitingMessage> waiting = new ArrayList<>();
        parts.clear();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (MboxScanner.MboxMessage part : MboxScanner.scan(channel)) {
                String uid = name() + "/" + part.hash();
                if (!processedHashes.contains(part.hash())
                        && !quarantinedHashes.contains(part.hash())
                        && parts.put(uid, part) == null) {
                    waiting.add(new WaitingMessage(uid, part.end() - part.contentStart()));
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
        return waiting;
    }

    @Override
    public Optional<byte[]> read(WaitingMessage message, int maxBytes) {
        MboxScanner.MboxMessage part = parts.get(message.uid());
        if (part == null) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return part.read(channel, maxBytes);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void markProcessed(WaitingMessage message) {
        Optional.ofNullable(parts.get(message.uid())).ifPresent(part -> processedHashes.add(part.hash()));
    }

    @Override
    public void quarantine(WaitingMessage message) {
        Optional.ofNullable(parts.get(message.uid())).ifPresent(part -> quarantinedHashes.add(part.hash()));
    }

    @Override
    public void await(Duration timeout, BooleanSupplier stop) {
        Polling.waitFor(timeout, stop);
    }

    @Override
    public void close() {
        if (!processedHashes.isEmpty() || !quarantinedHashes.isEmpty()) {
            withLock(this::rewrite);
            processedHashes.clear();
            quarantinedHashes.clear();
        }
    }

    private interface LockedAction {
        void apply(FileChannel channel) throws IOException;
    }

    private void withLock(LockedAction action) {
        try (MboxLock lock = MboxLock.acquire(file)) {
            action.apply(lock.channel());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Path siblingFile(String name) {
        return file.resolveSibling(file.getFileName() + "." + name);
    }

    private Path backupFile() {
        return siblingFile("heed-kept");
    }

    /**
     * What stays is written to a file beside first. Should we die while it is written back, it is appended again: a message
     * that is there twice is recognised, one that is lost is not.
     */
    private void rewrite(FileChannel channel) throws IOException {
        Path temporary = siblingFile("heed-draft");
        try (FileChannel remaining = create(temporary)) {
            for (MboxScanner.MboxMessage part : MboxScanner.scan(channel)) {
                if (quarantinedHashes.contains(part.hash())) {
                    append(channel, part, siblingFile(MailboxSettings.QUARANTINE_FOLDER));
                } else if (!processedHashes.contains(part.hash())) {
                    part.copy(channel, remaining);
                } else if (cleanupPolicy == CleanupPolicy.MOVE) {
                    append(channel, part, siblingFile(MailboxSettings.PROCESSED_FOLDER));
                }
            }
            remaining.force(true);
        }
        Files.move(temporary, backupFile());
        try (FileChannel remaining = FileChannel.open(backupFile(), StandardOpenOption.READ)) {
            channel.truncate(0);
            MboxScanner.copy(remaining, 0, remaining.size(), channel, 0);
            channel.force(true);
        }
        Files.delete(backupFile());
    }

    private void restore(FileChannel channel) throws IOException {
        if (Files.exists(backupFile())) {
            try (FileChannel remaining = FileChannel.open(backupFile(), StandardOpenOption.READ)) {
                MboxScanner.copy(remaining, 0, remaining.size(), channel, channel.size());
                channel.force(true);
            }
            Files.delete(backupFile());
        }
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void append(FileChannel from, MboxScanner.MboxMessage part, Path to) throws IOException {
        try (FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            target.position(target.size());
            part.copy(from, target);
            target.force(true);
        }
    }

    private MailboxException failure(IOException e) {
        return new MailboxException(
                name() + " could not be read or changed: " + e.getClass().getSimpleName(), e);
    }
}
