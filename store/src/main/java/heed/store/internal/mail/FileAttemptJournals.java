package heed.store.internal.mail;

import heed.mail.AttemptId;
import heed.mail.SenderId;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptJournals;
import heed.mail.gate.AttemptOutcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals in files, one for each sender. A sender locks its file as long as its process lives, also while the process is
 * stopped: who can lock the file knows that the sender has ended. What a process has written to a file outlives the
 * process, but not the operating system, so a journal counts only on the machine and between the two starts of it in which
 * it was written. Its sender's id says which.
 */
public final class FileAttemptJournals implements AttemptJournals {
    private static final Logger LOG = LoggerFactory.getLogger(FileAttemptJournals.class);
    /** Linux draws another id at each start of the machine (random(4)). */
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final Set<PosixFilePermission> FOLDER_PERMISSIONS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_PERMISSIONS = PosixFilePermissions.fromString("rw-------");
    private static final int ID_BYTES = 8;
    private static final Pattern JOURNALED_SENDER = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{16}");
    /** The senders of this process. Its own locks do not stop a process, and it would lose them by opening a file again. */
    private static final Set<SenderId> OWN_SENDERS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final String prefix;
    private final boolean ofUser;
    private final Optional<String> boot;

    private FileAttemptJournals(Path folder, String prefix, boolean ofUser) {
        this.ofUser = ofUser;
        this.folder = folder;
        this.prefix = prefix;
        this.boot = readBoot();
    }

    /** Returns the journals of the senders that use the store in a file. They are in its folder. */
    public static FileAttemptJournals beside(Path store) {
        Path file = store.toAbsolutePath();
        return new FileAttemptJournals(
                Optional.ofNullable(file.getParent()).orElse(file), file.getFileName() + "-sender-", false);
    }

    /** Returns the journals of the senders of this user that use stores on servers. */
    public static FileAttemptJournals ofUser() {
        String folder = "heed-senders-" + System.getProperty("user.name", "");
        return new FileAttemptJournals(Path.of(System.getProperty("java.io.tmpdir"), folder), "sender-", true);
    }

    private static Optional<String> readBoot() {
        try {
            String id =
                    Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip().replace("-", "");
            return id.length() < 2 * ID_BYTES ? Optional.empty() : Optional.of(id.substring(0, 2 * ID_BYTES));
        } catch (IOException unreadable) {
            return Optional.empty(); // another system than Linux
        }
    }

    @Override
    public AttemptJournal open() {
        byte[] random = new byte[ID_BYTES];
        new SecureRandom().nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        if (boot.isEmpty()) {
            return new Unkept(new SenderId(id));
        }
        SenderId sender = new SenderId(boot.get() + "-" + id);
        OWN_SENDERS.add(sender);
        try {
            if (ofUser) {
                createPrivateFolder();
            }
            Path file = Files.createFile(fileOf(sender), PosixFilePermissions.asFileAttribute(FILE_PERMISSIONS));
            return new FileAttemptJournal(sender, file, OWN_SENDERS);
        } catch (IOException unwritable) {
            LOG.warn("No journal of the mails in transmission can be kept in {}: {}", folder, unwritable.toString());
            OWN_SENDERS.remove(sender);
            return new Unkept(new SenderId(id));
        }
    }

    /** Creates the folder, or requires that it belongs to this user alone: others could write what was never sent. */
    private void createPrivateFolder() throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER_PERMISSIONS));
        } catch (FileAlreadyExistsException exists) {
            PosixFileAttributes attributes =
                    Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()
                    || !attributes.permissions().equals(FOLDER_PERMISSIONS)
                    || !attributes.owner().equals(Files.getOwner(Path.of("/proc/self")))) {
                throw new IOException("it is not a folder of this user alone", exists);
            }
        }
    }

    private Path fileOf(SenderId sender) {
        return folder.resolve(prefix + sender.value());
    }

    @Override
    public Optional<EndedJournal> findEnded(SenderId sender) {
        boolean readable = JOURNALED_SENDER.matcher(sender.value()).matches()
                && boot.filter(sender.value()::startsWith).isPresent()
                && !OWN_SENDERS.contains(sender);
        Path file = fileOf(sender);
        if (!readable || !Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null
                    ? Optional.empty()
                    : Optional.of(new EndedFile(file, FileAttemptJournal.readNotes(channel)));
        } catch (IOException unreadable) {
            return Optional.empty(); // another process has just deleted it, or it belongs to another user
        }
    }

    private record EndedFile(Path file, Map<AttemptId, Fate> notes) implements EndedJournal {
        @Override
        public Fate fateOf(AttemptId attempt) {
            return notes.getOrDefault(attempt, Fate.NOT_SENT);
        }

        @Override
        public void delete() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException undeletable) {
                LOG.warn("{} cannot be deleted: {}", file, undeletable.toString());
            }
        }
    }

    /** The journal of a sender that cannot keep one: nobody will know what it had begun. */
    private record Unkept(SenderId sender) implements AttemptJournal {
        @Override
        public boolean noteCompletion(AttemptId attempt) {
            return true;
        }

        @Override
        public void noteOutcome(AttemptId attempt, AttemptOutcome outcome) {}

        @Override
        public void remove(List<AttemptId> attempts) {}

        @Override
        public void close() {}

        @Override
        public void abandon() {}
    }
}
