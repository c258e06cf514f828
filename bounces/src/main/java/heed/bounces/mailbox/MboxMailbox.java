package heed.bounces.mailbox;

import heed.model.system.PrivateFile;
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
 * An mbox file, in which each message follows a line that starts with "From ". Mail may be delivered to it at the same time: the
 * file is changed only when this mailbox is closed, under the two locks that mail programs use. A message is identified by its
 * content, so that several identical messages count as one.
 */
public final class MboxMailbox implements BounceMailbox {
    private final Path file;
    private final CleanupPolicy cleanupPolicy;
    /** The listed messages, by uid. */
    private final Map<String, MboxScanner.MboxMessage> messages = new HashMap<>();

    private final Set<String> processedHashes = new HashSet<>();
    private final Set<String> quarantinedHashes = new HashSet<>();

    private MboxMailbox(Path file, CleanupPolicy cleanupPolicy) {
        this.file = file.toAbsolutePath().normalize();
        this.cleanupPolicy = cleanupPolicy;
    }

    /**
     * Opens an mbox file. A change that was interrupted by a crash is completed first.
     *
     * @throws MailboxException if there is no such file, or it is locked for too long
     */
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
        messages.clear();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (MboxScanner.MboxMessage message : MboxScanner.scan(channel)) {
                String uid = name() + "/" + message.hash();
                if (!processedHashes.contains(message.hash())
                        && !quarantinedHashes.contains(message.hash())
                        && messages.put(uid, message) == null) {
                    waiting.add(new WaitingMessage(uid, message.end() - message.contentStart()));
                }
            }
        } catch (IOException e) {
            throw MailErrors.toFileException(name(), e);
        }
        return waiting;
    }

    @Override
    public Optional<byte[]> read(WaitingMessage message, int maxBytes) {
        MboxScanner.MboxMessage listed = messages.get(message.uid());
        if (listed == null) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return listed.read(channel, maxBytes);
        } catch (IOException e) {
            throw MailErrors.toFileException(name(), e);
        }
    }

    @Override
    public void markProcessed(WaitingMessage message) {
        Optional.ofNullable(messages.get(message.uid())).ifPresent(listed -> processedHashes.add(listed.hash()));
    }

    @Override
    public void quarantine(WaitingMessage message) {
        Optional.ofNullable(messages.get(message.uid())).ifPresent(listed -> quarantinedHashes.add(listed.hash()));
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
            throw MailErrors.toFileException(name(), e);
        }
    }

    private Path siblingFile(String name) {
        return file.resolveSibling(file.getFileName() + "." + name);
    }

    private Path backupFile() {
        return siblingFile("heed-kept");
    }

    /**
     * Removes the processed and quarantined messages from the file. The messages that stay are first written to a backup file. If the process dies
     * while it writes them back, {@link #restore} appends the backup. A message may then be in the file twice, which is
     * recognized, but no message is lost.
     */
    private void rewrite(FileChannel channel) throws IOException {
        Path temporary = siblingFile("heed-draft");
        try (FileChannel remaining = create(temporary)) {
            for (MboxScanner.MboxMessage message : MboxScanner.scan(channel)) {
                if (quarantinedHashes.contains(message.hash())) {
                    append(channel, message, siblingFile(MailboxSettings.QUARANTINE_FOLDER));
                } else if (!processedHashes.contains(message.hash())) {
                    message.copy(channel, remaining);
                } else if (cleanupPolicy == CleanupPolicy.MOVE) {
                    append(channel, message, siblingFile(MailboxSettings.PROCESSED_FOLDER));
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

    /** Appends the backup file of an interrupted {@link #rewrite} and deletes it. */
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
        PrivateFile.createIfMissing(path);
        return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void append(FileChannel from, MboxScanner.MboxMessage message, Path to) throws IOException {
        PrivateFile.createIfMissing(to);
        try (FileChannel target = FileChannel.open(to, StandardOpenOption.WRITE)) {
            target.position(target.size());
            message.copy(from, target);
            target.force(true);
        }
    }
}
