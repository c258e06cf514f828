package heed.store.internal.mail;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.SenderId;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptJournals.Fate;
import heed.mail.gate.AttemptOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one sender in a file: a place of {@value #NOTE_BYTES} bytes for each note, with the mail, the number of the
 * attempt and its fate. A place is written in one call and used again when the store has the outcome. The places of as many
 * notes as a delivery usually has are written once at the start, so that a full disk is noticed then.
 */
final class FileAttemptJournal implements AttemptJournal {
    private static final Logger LOG = LoggerFactory.getLogger(FileAttemptJournal.class);
    private static final int NOTE_BYTES = 16;
    private static final int FIRST_PLACES = 256;

    private final SenderId sender;
    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final Set<SenderId> ownSenders;
    private final Map<AttemptId, Integer> places = new HashMap<>();
    private final Deque<Integer> freePlaces = new ArrayDeque<>();
    private int placeCount = FIRST_PLACES;

    /**
     * @param file an empty file
     * @param ownSenders the senders of this process, from which the sender removes itself when it ends
     * @throws IOException if the file cannot be written and locked
     */
    FileAttemptJournal(SenderId sender, Path file, Set<SenderId> ownSenders) throws IOException {
        this.sender = sender;
        this.file = file;
        this.ownSenders = ownSenders;
        this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        this.lock = Optional.ofNullable(channel.tryLock()).orElseThrow(() -> new IOException("it is locked"));
        channel.write(ByteBuffer.allocate(FIRST_PLACES * NOTE_BYTES), 0);
        for (int place = 0; place < FIRST_PLACES; place++) {
            freePlaces.add(place);
        }
    }

    /** Reads the notes of a journal. */
    static Map<AttemptId, Fate> readNotes(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {}
        bytes.flip();
        Map<AttemptId, Fate> notes = new HashMap<>();
        while (bytes.remaining() >= NOTE_BYTES) {
            AttemptId attempt = new AttemptId(new MailId(bytes.getLong()), bytes.getInt());
            notes.put(attempt, fateOf(bytes.getInt()));
        }
        return notes;
    }

    @Override
    public SenderId sender() {
        return sender;
    }

    @Override
    public synchronized boolean noteCompletion(AttemptId attempt) {
        Integer place = freePlaces.poll();
        int usedPlace = place == null ? placeCount++ : place;
        if (!write(usedPlace, attempt, Fate.IN_DOUBT)) {
            freePlaces.add(usedPlace);
            return false;
        }
        places.put(attempt, usedPlace);
        return true;
    }

    @Override
    public synchronized void noteOutcome(AttemptId attempt, AttemptOutcome outcome) {
        Integer place = places.get(attempt);
        if (place != null) {
            boolean unused = write(place, attempt, Fate.of(outcome)); // without it, the mail stays in doubt
        }
    }

    private static int codeOf(Fate fate) {
        return switch (fate) {
            case NOT_SENT -> 0;
            case IN_DOUBT -> 1;
            case ACCEPTED -> 2;
        };
    }

    /** Returns the fate with a code; in doubt if this version does not know the code. */
    private static Fate fateOf(int code) {
        return switch (code) {
            case 0 -> Fate.NOT_SENT;
            case 2 -> Fate.ACCEPTED;
            default -> Fate.IN_DOUBT;
        };
    }

    private boolean write(int place, AttemptId attempt, Fate fate) {
        ByteBuffer note = ByteBuffer.allocate(NOTE_BYTES)
                .putLong(attempt.mail().value())
                .putInt(attempt.number())
                .putInt(codeOf(fate))
                .flip();
        try {
            return channel.write(note, (long) place * NOTE_BYTES) == NOTE_BYTES;
        } catch (IOException failed) {
            LOG.warn("The journal of the mails in transmission cannot be written: {}", failed.toString());
            return false;
        }
    }

    @Override
    public synchronized void remove(List<AttemptId> attempts) {
        for (AttemptId attempt : attempts) {
            Integer place = places.remove(attempt);
            if (place != null) {
                freePlaces.add(place);
            }
        }
    }

    @Override
    public synchronized void close() {
        end(places.isEmpty());
    }

    @Override
    public synchronized void abandon() {
        end(false);
    }

    private void end(boolean delete) {
        try (channel) {
            if (delete) {
                Files.deleteIfExists(file);
            }
            lock.close();
        } catch (IOException failed) {
            LOG.warn("{} cannot be closed: {}", file, failed.toString());
        }
        ownSenders.remove(sender);
    }
}
