package heed.bounces.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A Maildir, with one file for each message, in {@code new} and {@code cur}. Other programs may deliver to it and read it at the
 * same time.
 */
public final class MaildirMailbox implements BounceMailbox {
    private final Path folder;
    private final CleanupPolicy cleanupPolicy;
    /** The files of the listed messages, by uid. */
    private final Map<String, Path> files = new HashMap<>();

    private MaildirMailbox(Path folder, CleanupPolicy cleanupPolicy) {
        this.folder = folder;
        this.cleanupPolicy = cleanupPolicy;
    }

    /**
     * Opens a Maildir.
     *
     * @throws MailboxException if the folder is no Maildir
     */
    public static MaildirMailbox open(Path folder, CleanupPolicy cleanupPolicy) {
        if (!Files.isDirectory(folder.resolve("new")) || !Files.isDirectory(folder.resolve("cur"))) {
            throw new MailboxException(folder + " is no Maildir: it has no folders new and cur");
        }
        return new MaildirMailbox(folder.toAbsolutePath().normalize(), cleanupPolicy);
    }

    @Override
    public String name() {
        return "maildir:" + folder;
    }

    @Override
    public List<WaitingMessage> listWaiting() {
        files.clear();
        List<Path> found = new ArrayList<>();
        for (String subfolder : List.of("new", "cur")) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.resolve(subfolder))) {
                for (Path file : entries) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        found.add(file);
                    }
                }
            } catch (IOException e) {
                throw MailErrors.toFileException(name(), e);
            }
        }
        found.sort(Comparator.comparing(MaildirMailbox::uniqueName));
        List<WaitingMessage> waiting = new ArrayList<>();
        for (Path file : found) {
            size(file).ifPresent(size -> {
                WaitingMessage message = new WaitingMessage(name() + "/" + uniqueName(file), size);
                files.put(message.uid(), file);
                waiting.add(message);
            });
        }
        return waiting;
    }

    /** Returns the size of a file; empty if another reader removed the file. */
    private Optional<Long> size(Path file) {
        try {
            return Optional.of(Files.size(file));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw MailErrors.toFileException(name(), e);
        }
    }

    /** Returns the name of a file without its flags, which may change. The name starts with the time of delivery. */
    private static String uniqueName(Path file) {
        String name = String.valueOf(file.getFileName());
        int flags = name.indexOf(':');
        return flags < 0 ? name : name.substring(0, flags);
    }

    @Override
    public Optional<byte[]> read(WaitingMessage message, int maxBytes) {
        Path file = files.get(message.uid());
        if (file == null) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(in.readNBytes(maxBytes));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw MailErrors.toFileException(name(), e);
        }
    }

    @Override
    public void markProcessed(WaitingMessage message) {
        if (cleanupPolicy == CleanupPolicy.MOVE) {
            move(message, MailboxSettings.PROCESSED_FOLDER);
        } else {
            Path file = files.get(message.uid());
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw MailErrors.toFileException(name(), e);
            }
        }
    }

    @Override
    public void quarantine(WaitingMessage message) {
        move(message, MailboxSettings.QUARANTINE_FOLDER);
    }

    private void move(WaitingMessage message, String folderName) {
        Path file = files.get(message.uid());
        if (file == null) {
            return;
        }
        Path target = folder.resolve("." + folderName);
        try {
            for (String subfolder : List.of("tmp", "new", "cur")) {
                Files.createDirectories(target.resolve(subfolder));
            }
            Files.move(file, target.resolve("cur").resolve(uniqueName(file) + ":2,"), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return; // another worker has moved or deleted it
        } catch (IOException e) {
            throw MailErrors.toFileException(name(), e);
        }
    }

    /** Waits until the time-out or until {@code stop} is true, because a Maildir does not notify. */
    @Override
    public void await(Duration timeout, BooleanSupplier stop) {
        Polling.waitFor(timeout, stop);
    }

    @Override
    public void close() {
        files.clear();
    }
}
