package heed.smtp.mailbox;

import heed.mail.bounce.BounceMailbox;
import heed.mail.bounce.MailboxException;
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

/** A Maildir: a file a message, in {@code new} and {@code cur}. Others may deliver to it and read it at any time. */
public final class MaildirMailbox implements BounceMailbox {
    private final Path folder;
    private final Processed processed;
    private final Map<String, Path> files = new HashMap<>();

    private MaildirMailbox(Path folder, Processed processed) {
        this.folder = folder;
        this.processed = processed;
    }

    public static MaildirMailbox open(Path folder, Processed processed) {
        if (!Files.isDirectory(folder.resolve("new")) || !Files.isDirectory(folder.resolve("cur"))) {
            throw new MailboxException(folder + " is no Maildir: it has no folders new and cur");
        }
        return new MaildirMailbox(folder.toAbsolutePath().normalize(), processed);
    }

    @Override
    public String name() {
        return "maildir:" + folder;
    }

    @Override
    public List<Waiting> waiting() {
        files.clear();
        List<Path> found = new ArrayList<>();
        for (String part : List.of("new", "cur")) {
            try (DirectoryStream<Path> some = Files.newDirectoryStream(folder.resolve(part))) {
                for (Path file : some) {
                    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        found.add(file);
                    }
                }
            } catch (IOException e) {
                throw failure(e);
            }
        }
        found.sort(Comparator.comparing(MaildirMailbox::unique));
        List<Waiting> waiting = new ArrayList<>();
        for (Path file : found) {
            size(file).ifPresent(size -> {
                Waiting message = new Waiting(name() + "/" + unique(file), size);
                files.put(message.uid(), file);
                waiting.add(message);
            });
        }
        return waiting;
    }

    /** Empty if another reader was faster. */
    private Optional<Long> size(Path file) {
        try {
            return Optional.of(Files.size(file));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Its name without the flags behind it, which change: it starts with the time of its delivery. */
    private static String unique(Path file) {
        String name = String.valueOf(file.getFileName());
        int flags = name.indexOf(':');
        return flags < 0 ? name : name.substring(0, flags);
    }

    @Override
    public Optional<byte[]> read(Waiting message, int most) {
        Path file = files.get(message.uid());
        if (file == null) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(in.readNBytes(most));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void done(Waiting message) {
        if (processed == Processed.MOVED) {
            move(message, ServerSettings.PROCESSED);
        } else {
            Path file = files.get(message.uid());
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    @Override
    public void aside(Waiting message) {
        move(message, ServerSettings.ASIDE);
    }

    private void move(Waiting message, String to) {
        Path file = files.get(message.uid());
        if (file == null) {
            return;
        }
        Path target = folder.resolve("." + to);
        try {
            for (String part : List.of("tmp", "new", "cur")) {
                Files.createDirectories(target.resolve(part));
            }
            Files.move(file, target.resolve("cur").resolve(unique(file) + ":2,"), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return; // somebody else has settled it
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private MailboxException failure(IOException e) {
        return new MailboxException(
                name() + " could not be read or changed: " + e.getClass().getSimpleName(), e);
    }

    /** Nothing tells: whoever waits looks again. */
    @Override
    public void await(Duration longest, BooleanSupplier stop) {
        Pausing.pause(longest, stop);
    }

    @Override
    public void close() {
        files.clear();
    }
}
