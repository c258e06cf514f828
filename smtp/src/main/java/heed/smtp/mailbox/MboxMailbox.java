package heed.smtp.mailbox;

import heed.mail.bounce.BounceMailbox;
import heed.mail.bounce.MailboxException;
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
    private final Processed processed;
    private final Map<String, MboxScan.Part> parts = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Set<String> aside = new HashSet<>();

    private MboxMailbox(Path file, Processed processed) {
        this.file = file.toAbsolutePath().normalize();
        this.processed = processed;
    }

    /** Opens it; what a program that died left half done is put right. */
    public static MboxMailbox open(Path file, Processed processed) {
        if (!Files.isRegularFile(file)) {
            throw new MailboxException("there is no mbox file " + file);
        }
        MboxMailbox mailbox = new MboxMailbox(file, processed);
        if (Files.exists(mailbox.kept())) {
            mailbox.locked(mailbox::restore);
        }
        return mailbox;
    }

    @Override
    public String name() {
        return "mbox:" + file;
    }

    @Override
    public List<Waiting> waiting() {
        List<Waiting> waiting = new ArrayList<>();
        parts.clear();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (MboxScan.Part part : MboxScan.of(channel)) {
                String uid = name() + "/" + part.hash();
                if (!done.contains(part.hash()) && !aside.contains(part.hash()) && parts.put(uid, part) == null) {
                    waiting.add(new Waiting(uid, part.end() - part.content()));
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
        return waiting;
    }

    @Override
    public Optional<byte[]> read(Waiting message, int most) {
        MboxScan.Part part = parts.get(message.uid());
        if (part == null) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return part.read(channel, most);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void done(Waiting message) {
        Optional.ofNullable(parts.get(message.uid())).ifPresent(part -> done.add(part.hash()));
    }

    @Override
    public void aside(Waiting message) {
        Optional.ofNullable(parts.get(message.uid())).ifPresent(part -> aside.add(part.hash()));
    }

    @Override
    public void await(Duration longest, BooleanSupplier stop) {
        Pausing.pause(longest, stop);
    }

    @Override
    public void close() {
        if (!done.isEmpty() || !aside.isEmpty()) {
            locked(this::rewrite);
            done.clear();
            aside.clear();
        }
    }

    private interface Locked {
        void with(FileChannel channel) throws IOException;
    }

    private void locked(Locked work) {
        try (MboxLock lock = MboxLock.of(file)) {
            work.with(lock.channel());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Path beside(String name) {
        return file.resolveSibling(file.getFileName() + "." + name);
    }

    private Path kept() {
        return beside("heed-kept");
    }

    /**
     * What stays is written to a file beside first. Should we die while it is written back, it is appended again: a message
     * that is there twice is recognised, one that is lost is not.
     */
    private void rewrite(FileChannel channel) throws IOException {
        Path draft = beside("heed-draft");
        try (FileChannel stays = create(draft)) {
            for (MboxScan.Part part : MboxScan.of(channel)) {
                if (aside.contains(part.hash())) {
                    append(channel, part, beside(ServerSettings.ASIDE));
                } else if (!done.contains(part.hash())) {
                    part.copy(channel, stays);
                } else if (processed == Processed.MOVED) {
                    append(channel, part, beside(ServerSettings.PROCESSED));
                }
            }
            stays.force(true);
        }
        Files.move(draft, kept());
        try (FileChannel stays = FileChannel.open(kept(), StandardOpenOption.READ)) {
            channel.truncate(0);
            MboxScan.copy(stays, 0, stays.size(), channel, 0);
            channel.force(true);
        }
        Files.delete(kept());
    }

    private void restore(FileChannel channel) throws IOException {
        if (Files.exists(kept())) {
            try (FileChannel stays = FileChannel.open(kept(), StandardOpenOption.READ)) {
                MboxScan.copy(stays, 0, stays.size(), channel, channel.size());
                channel.force(true);
            }
            Files.delete(kept());
        }
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void append(FileChannel from, MboxScan.Part part, Path to) throws IOException {
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
