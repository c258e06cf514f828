package heed.smtp.mailbox;

import heed.mail.bounce.BounceMailbox;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.eclipse.angus.mail.pop3.POP3Store;

/**
 * The mailbox of a POP3 server (RFC 1939). It has no folders: processed messages are deleted, as the connection ends, and those
 * for a person stay where they are. The server shows who has connected what was there then.
 */
public final class Pop3Mailbox implements BounceMailbox {
    /** Of a message that is too large, so many lines behind the headers, unless even these may be too much. */
    private static final int LINES = 2_000;

    private static final long LARGEST_SHOWN = 64L * 1024 * 1024;

    private final ServerSettings settings;
    private final POP3Store store;
    private final POP3Folder folder;
    private final Map<String, POP3Message> messages = new HashMap<>();

    private Pop3Mailbox(ServerSettings settings, POP3Store store, POP3Folder folder) {
        this.settings = settings;
        this.store = store;
        this.folder = folder;
    }

    /** Connects. */
    public static Pop3Mailbox open(ServerSettings settings) {
        POP3Store store = null;
        try {
            store = (POP3Store) Session.getInstance(settings.properties("pop3")).getStore("pop3");
            store.connect(
                    settings.host(),
                    settings.port(),
                    settings.login().user(),
                    settings.login().password());
            POP3Folder folder = (POP3Folder) store.getFolder("INBOX");
            folder.open(Folder.READ_WRITE);
            return new Pop3Mailbox(settings, store, folder);
        } catch (MessagingException e) {
            Closing.quietly(store);
            throw Closing.failure(settings.name("pop3"), e);
        }
    }

    @Override
    public String name() {
        return settings.name("pop3");
    }

    @Override
    public List<Waiting> waiting() {
        try {
            Message[] all = folder.getMessages();
            FetchProfile profile = new FetchProfile();
            profile.add(UIDFolder.FetchProfileItem.UID);
            folder.fetch(all, profile);
            List<Waiting> waiting = new ArrayList<>();
            for (Message one : all) {
                POP3Message message = (POP3Message) one;
                if (!message.isSet(Flags.Flag.DELETED)) {
                    String uid = name() + ";UID=" + folder.getUID(message);
                    messages.put(uid, message);
                    waiting.add(new Waiting(uid, message.getSize()));
                }
            }
            return waiting;
        } catch (MessagingException e) {
            throw Closing.failure(name(), e);
        }
    }

    @Override
    public Optional<byte[]> read(Waiting waiting, int most) {
        POP3Message message = messages.get(waiting.uid());
        if (message == null) {
            return Optional.empty();
        }
        try {
            if (waiting.size() <= most) {
                ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.max(0, waiting.size()));
                message.writeTo(out);
                message.invalidate(true);
                return Optional.of(out.toByteArray());
            }
            try (InputStream in = message.top(waiting.size() > LARGEST_SHOWN ? 0 : LINES)) {
                return Optional.of(in.readNBytes(most));
            }
        } catch (MessagingException | IOException e) {
            throw Closing.failure(name(), e);
        }
    }

    @Override
    public void done(Waiting waiting) {
        POP3Message message = messages.get(waiting.uid());
        if (message != null) {
            try {
                message.setFlag(Flags.Flag.DELETED, true);
            } catch (MessagingException e) {
                throw Closing.failure(name(), e);
            }
        }
    }

    @Override
    public void aside(Waiting message) {
        // stays: POP3 has no other place
    }

    /** It tells of nothing. */
    @Override
    public void await(Duration longest, BooleanSupplier stop) {
        Pausing.pause(longest, stop);
    }

    @Override
    public void close() {
        try {
            if (folder.isOpen()) {
                folder.close(true);
            }
        } catch (MessagingException | IllegalStateException e) {
            throw Closing.failure(name(), e);
        } finally {
            Closing.quietly(store);
        }
    }
}
