package heed.smtp.mailbox;

import heed.mail.bounce.BounceMailbox;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;

/**
 * A folder of an IMAP server (RFC 9051). Where the server tells of new mail (IDLE), waiting ends as it arrives. Reading a message
 * leaves it as unread as it was.
 */
public final class ImapMailbox implements BounceMailbox {
    private static final long LOOK_AGAIN = 200; // ms

    private final ServerSettings settings;
    private final Processed processed;
    private final IMAPStore store;
    private final IMAPFolder folder;
    private final String prefix;

    private ImapMailbox(ServerSettings settings, Processed processed, IMAPStore store, IMAPFolder folder)
            throws MessagingException {
        this.settings = settings;
        this.processed = processed;
        this.store = store;
        this.folder = folder;
        this.prefix = settings.name("imap") + ";UIDVALIDITY=" + folder.getUIDValidity() + "/";
    }

    /** Connects. */
    public static ImapMailbox open(ServerSettings settings, Processed processed) {
        Properties properties = settings.properties("imap");
        properties.setProperty("mail.imap.peek", "true");
        IMAPStore store = null;
        try {
            store = (IMAPStore) Session.getInstance(properties).getStore("imap");
            store.connect(
                    settings.host(),
                    settings.port(),
                    settings.login().user(),
                    settings.login().password());
            IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            return new ImapMailbox(settings, processed, store, folder);
        } catch (MessagingException e) {
            Closing.quietly(store);
            throw Closing.failure(settings.name("imap"), e);
        }
    }

    @Override
    public String name() {
        return settings.name("imap");
    }

    @Override
    public List<Waiting> waiting() {
        try {
            Message[] messages = folder.getMessages();
            FetchProfile profile = new FetchProfile();
            profile.add(UIDFolder.FetchProfileItem.UID);
            profile.add(FetchProfile.Item.SIZE);
            folder.fetch(messages, profile);
            List<Waiting> waiting = new ArrayList<>();
            for (Message message : messages) {
                if (!message.isExpunged()) {
                    waiting.add(new Waiting(prefix + folder.getUID(message), message.getSize()));
                }
            }
            return waiting;
        } catch (MessagingException e) {
            throw Closing.failure(name(), e);
        }
    }

    @Override
    public Optional<byte[]> read(Waiting message, int most) {
        Optional<IMAPMessage> found = Optional.empty();
        try {
            found = find(message);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = found.get().getMimeStream()) {
                return Optional.of(in.readNBytes(most));
            } finally {
                found.get().invalidateHeaders();
            }
        } catch (MessagingException | IOException e) {
            if (found.isPresent() && gone(found.get())) {
                return Optional.empty();
            }
            throw Closing.failure(name(), e);
        }
    }

    /** Servers differ in how they say that a message is not there any more: whether it is comes with any answer. */
    private boolean gone(IMAPMessage message) {
        try {
            folder.getMessageCount();
            return message.isExpunged();
        } catch (MessagingException | IllegalStateException closed) {
            return false;
        }
    }

    private Optional<IMAPMessage> find(Waiting message) throws MessagingException {
        long uid = Long.parseLong(message.uid().substring(prefix.length()));
        IMAPMessage found = (IMAPMessage) folder.getMessageByUID(uid);
        return found == null || found.isExpunged() ? Optional.empty() : Optional.of(found);
    }

    @Override
    public void done(Waiting message) {
        if (processed == Processed.MOVED) {
            move(message, ServerSettings.PROCESSED);
        } else {
            settle(message, this::remove);
        }
    }

    @Override
    public void aside(Waiting message) {
        move(message, ServerSettings.ASIDE);
    }

    private void move(Waiting message, String to) {
        settle(message, found -> {
            Folder target = target(to);
            if (store.hasCapability("MOVE")) { // RFC 6851
                folder.moveMessages(new Message[] {found}, target);
            } else {
                folder.copyMessages(new Message[] {found}, target);
                remove(found);
            }
        });
    }

    private interface Settling {
        void of(IMAPMessage message) throws MessagingException;
    }

    private void settle(Waiting message, Settling settling) {
        Optional<IMAPMessage> found = Optional.empty();
        try {
            found = find(message);
            if (found.isPresent()) {
                settling.of(found.get());
            }
        } catch (MessagingException e) {
            if (found.isEmpty() || !gone(found.get())) {
                throw Closing.failure(name(), e);
            }
        }
    }

    private void remove(IMAPMessage message) throws MessagingException {
        message.setFlag(Flags.Flag.DELETED, true);
        if (store.hasCapability("UIDPLUS")) {
            folder.expunge(new Message[] {message});
        } else {
            folder.expunge();
        }
    }

    /** In the user's own namespace (RFC 2342), which some servers keep below the inbox. */
    private Folder target(String name) throws MessagingException {
        Folder[] own = store.getPersonalNamespaces();
        String root = own.length == 0 ? "" : own[0].getFullName();
        Folder target = root.isEmpty() ? store.getFolder(name) : own[0].getFolder(name);
        if (!target.exists() && !target.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder " + name + " cannot be made");
        }
        return target;
    }

    @Override
    public void await(Duration longest, BooleanSupplier stop) {
        CountDownLatch news = new CountDownLatch(1);
        try {
            Optional<Thread> idling = store.hasCapability("IDLE") ? Optional.of(idle(news)) : Optional.empty();
            long left = longest.toMillis();
            while (left > 0 && !stop.getAsBoolean() && !news.await(Math.min(left, LOOK_AGAIN), TimeUnit.MILLISECONDS)) {
                left -= LOOK_AGAIN;
            }
            if (idling.isPresent()) {
                folder.getMessageCount(); // asking anything ends the wait of the other thread
                idling.get().join(settings.timeOut().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MessagingException e) {
            throw Closing.failure(name(), e);
        }
    }

    private Thread idle(CountDownLatch news) {
        Thread thread = new Thread(
                () -> {
                    try {
                        folder.idle(true);
                    } catch (MessagingException | IllegalStateException broken) {
                        return; // the next who asks the server finds out why
                    } finally {
                        news.countDown();
                    }
                },
                "heed-imap-idle");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        try {
            if (folder.isOpen()) {
                folder.close(false);
            }
        } catch (MessagingException | IllegalStateException gone) {
            return; // nothing of it was left to do
        } finally {
            Closing.quietly(store);
        }
    }
}
