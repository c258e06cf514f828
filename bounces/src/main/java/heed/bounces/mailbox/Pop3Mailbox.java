package heed.bounces.mailbox;

import heed.mail.server.ConnectionWatch;
import heed.mail.server.WatchedSockets;
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
 * The mailbox of a POP3 server (RFC 1939). It has no folders: processed messages are deleted when the connection ends, and
 * quarantined messages stay where they are. The server lists only the messages that were there when the client connected.
 */
public final class Pop3Mailbox implements BounceMailbox {
    /** The number of body lines that are read of a message that is too large to be read whole. */
    private static final int MAX_BODY_LINES = 2_000;

    /** The size in bytes above which only the headers are read, because even the first lines may be too long. */
    private static final long MAX_PREVIEWED_SIZE = 64L * 1024 * 1024;

    private final MailboxSettings settings;
    private final ConnectionWatch watch;
    private final POP3Store store;
    private final POP3Folder folder;
    /** The listed messages, by uid. */
    private final Map<String, POP3Message> messages = new HashMap<>();

    private Pop3Mailbox(MailboxSettings settings, ConnectionWatch watch, POP3Store store, POP3Folder folder) {
        this.settings = settings;
        this.watch = watch;
        this.store = store;
        this.folder = folder;
    }

    /**
     * Connects and opens the inbox.
     *
     * @throws MailboxException if the server cannot be reached or refuses the login
     */
    public static Pop3Mailbox open(MailboxSettings settings) {
        WatchedSockets sockets = new WatchedSockets();
        ConnectionWatch watch = new ConnectionWatch(sockets);
        POP3Store store = null;
        try {
            watch.expectWithin(settings.maxAnswer());
            store = (POP3Store)
                    Session.getInstance(settings.properties("pop3", sockets)).getStore("pop3");
            settings.connect(store);
            POP3Folder folder = (POP3Folder) store.getFolder("INBOX");
            folder.open(Folder.READ_WRITE);
            watch.rest();
            return new Pop3Mailbox(settings, watch, store, folder);
        } catch (MessagingException e) {
            watch.close();
            MailErrors.closeQuietly(store);
            throw MailErrors.toMailboxException(settings.url("pop3"), e);
        }
    }

    @Override
    public String name() {
        return settings.url("pop3");
    }

    @Override
    public List<WaitingMessage> listWaiting() {
        watch.expectWithin(settings.maxAnswer());
        try {
            Message[] all = folder.getMessages();
            FetchProfile profile = new FetchProfile();
            profile.add(UIDFolder.FetchProfileItem.UID);
            folder.fetch(all, profile);
            List<WaitingMessage> waiting = new ArrayList<>();
            for (Message listed : all) {
                POP3Message message = (POP3Message) listed;
                if (!message.isSet(Flags.Flag.DELETED)) {
                    String uid = name() + ";UID=" + folder.getUID(message);
                    messages.put(uid, message);
                    waiting.add(new WaitingMessage(uid, message.getSize()));
                }
            }
            return waiting;
        } catch (MessagingException e) {
            throw MailErrors.toMailboxException(name(), e);
        } finally {
            watch.rest();
        }
    }

    @Override
    public Optional<byte[]> read(WaitingMessage waiting, int maxBytes) {
        POP3Message message = messages.get(waiting.uid());
        if (message == null) {
            return Optional.empty();
        }
        watch.expectWithin(settings.maxAnswer());
        try {
            if (waiting.size() <= maxBytes) {
                ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.max(0, waiting.size()));
                message.writeTo(out);
                message.invalidate(true);
                return Optional.of(out.toByteArray());
            }
            try (InputStream in = message.top(waiting.size() > MAX_PREVIEWED_SIZE ? 0 : MAX_BODY_LINES)) {
                return Optional.of(in.readNBytes(maxBytes));
            }
        } catch (MessagingException | IOException e) {
            throw MailErrors.toMailboxException(name(), e);
        } finally {
            watch.rest();
        }
    }

    @Override
    public void markProcessed(WaitingMessage waiting) {
        POP3Message message = messages.get(waiting.uid());
        if (message != null) {
            try {
                message.setFlag(Flags.Flag.DELETED, true);
            } catch (MessagingException e) {
                throw MailErrors.toMailboxException(name(), e);
            }
        }
    }

    @Override
    public void quarantine(WaitingMessage message) {
        // The message stays, because POP3 has no other place for it.
    }

    /** Waits until the time-out or until {@code stop} is true, because POP3 does not notify. */
    @Override
    public void await(Duration timeout, BooleanSupplier stop) {
        Polling.waitFor(timeout, stop);
    }

    @Override
    public void close() {
        watch.expectWithin(settings.maxAnswer());
        try {
            if (folder.isOpen()) {
                folder.close(true);
            }
        } catch (MessagingException | IllegalStateException e) {
            throw MailErrors.toMailboxException(name(), e);
        } finally {
            MailErrors.closeQuietly(store);
            watch.close();
        }
    }
}
