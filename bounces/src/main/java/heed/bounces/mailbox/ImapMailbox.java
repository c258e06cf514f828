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
 * A folder of an IMAP server (RFC 9051). If the server supports IDLE, waiting ends as soon as mail arrives. Reading a message does
 * not mark it as seen.
 */
public final class ImapMailbox implements BounceMailbox {
    private static final long POLL_MILLIS = 200;

    private final MailboxSettings settings;
    private final CleanupPolicy cleanupPolicy;
    private final ConnectionWatch watch;
    private final IMAPStore store;
    private final IMAPFolder folder;
    /** The beginning of every uid. UIDVALIDITY changes when the server assigns new UIDs (RFC 9051, 2.3.1.1). */
    private final String prefix;

    private ImapMailbox(
            MailboxSettings settings,
            CleanupPolicy cleanupPolicy,
            ConnectionWatch watch,
            IMAPStore store,
            IMAPFolder folder)
            throws MessagingException {
        this.settings = settings;
        this.cleanupPolicy = cleanupPolicy;
        this.watch = watch;
        this.store = store;
        this.folder = folder;
        this.prefix = settings.url("imap") + ";UIDVALIDITY=" + folder.getUIDValidity() + "/";
    }

    /**
     * Connects and opens the folder.
     *
     * @throws MailboxException if the server cannot be reached or refuses the login or the folder
     */
    public static ImapMailbox open(MailboxSettings settings, CleanupPolicy cleanupPolicy) {
        WatchedSockets sockets = new WatchedSockets();
        Properties properties = settings.properties("imap", sockets);
        properties.setProperty("mail.imap.peek", "true");
        ConnectionWatch watch = new ConnectionWatch(sockets);
        IMAPStore store = null;
        try {
            watch.expectWithin(settings.maxAnswer());
            store = (IMAPStore) Session.getInstance(properties).getStore("imap");
            settings.connect(store);
            IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            watch.rest();
            return new ImapMailbox(settings, cleanupPolicy, watch, store, folder);
        } catch (MessagingException e) {
            watch.close();
            MailErrors.closeQuietly(store);
            throw MailErrors.toMailboxException(settings.url("imap"), e);
        }
    }

    @Override
    public String name() {
        return settings.url("imap");
    }

    @Override
    public List<WaitingMessage> listWaiting() {
        watch.expectWithin(settings.maxAnswer());
        try {
            Message[] messages = folder.getMessages();
            FetchProfile profile = new FetchProfile();
            profile.add(UIDFolder.FetchProfileItem.UID);
            profile.add(FetchProfile.Item.SIZE);
            profile.add(FetchProfile.Item.FLAGS);
            boolean leavesDeleted = !hasUidPlus();
            folder.fetch(messages, profile);
            List<WaitingMessage> waiting = new ArrayList<>();
            for (Message message : messages) {
                if (!message.isExpunged() && !(leavesDeleted && message.isSet(Flags.Flag.DELETED))) {
                    waiting.add(new WaitingMessage(prefix + folder.getUID(message), message.getSize()));
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
    public Optional<byte[]> read(WaitingMessage message, int maxBytes) {
        Optional<IMAPMessage> found = Optional.empty();
        watch.expectWithin(settings.maxAnswer());
        try {
            found = find(message);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = found.get().getMimeStream()) {
                return Optional.of(in.readNBytes(maxBytes));
            } finally {
                found.get().invalidateHeaders();
            }
        } catch (MessagingException | IOException e) {
            if (found.isPresent() && isGone(found.get())) {
                return Optional.empty();
            }
            throw MailErrors.toMailboxException(name(), e);
        } finally {
            watch.rest();
        }
    }

    /**
     * Whether another client removed a message. Servers report this with different errors, but every answer of a server brings
     * the list of messages up to date.
     */
    private boolean isGone(IMAPMessage message) {
        try {
            folder.getMessageCount();
            return message.isExpunged();
        } catch (MessagingException | IllegalStateException closed) {
            return false;
        }
    }

    private Optional<IMAPMessage> find(WaitingMessage message) throws MessagingException {
        long uid = Long.parseLong(message.uid().substring(prefix.length()));
        IMAPMessage found = (IMAPMessage) folder.getMessageByUID(uid);
        return found == null || found.isExpunged() ? Optional.empty() : Optional.of(found);
    }

    @Override
    public void markProcessed(WaitingMessage message) {
        if (cleanupPolicy == CleanupPolicy.MOVE) {
            move(message, MailboxSettings.PROCESSED_FOLDER);
        } else {
            applyUnlessGone(message, this::remove);
        }
    }

    @Override
    public void quarantine(WaitingMessage message) {
        move(message, MailboxSettings.QUARANTINE_FOLDER);
    }

    private void move(WaitingMessage message, String folderName) {
        applyUnlessGone(message, found -> {
            Folder target = targetFolder(folderName);
            if (store.hasCapability("MOVE")) { // RFC 6851
                folder.moveMessages(new Message[] {found}, target);
            } else {
                folder.copyMessages(new Message[] {found}, target);
                remove(found);
            }
        });
    }

    private boolean hasUidPlus() throws MessagingException {
        return Boolean.TRUE.equals(folder.doCommand(protocol -> protocol.hasCapability("UIDPLUS")));
    }

    private interface ImapAction {
        void apply(IMAPMessage message) throws MessagingException;
    }

    /** Applies an action to a message, unless another client removed it. */
    private void applyUnlessGone(WaitingMessage message, ImapAction action) {
        Optional<IMAPMessage> found = Optional.empty();
        watch.expectWithin(settings.maxAnswer());
        try {
            found = find(message);
            if (found.isPresent()) {
                action.apply(found.get());
            }
        } catch (MessagingException e) {
            if (found.isEmpty() || !isGone(found.get())) {
                throw MailErrors.toMailboxException(name(), e);
            }
        } finally {
            watch.rest();
        }
    }

    /**
     * Deletes a message. A server without UIDPLUS can only expunge all messages that are flagged as deleted, by whomever, so
     * there the message stays flagged, and is not listed again.
     */
    private void remove(IMAPMessage message) throws MessagingException {
        message.setFlag(Flags.Flag.DELETED, true);
        if (hasUidPlus()) { // expunges this message only (RFC 4315)
            folder.expunge(new Message[] {message});
        }
    }

    /**
     * Returns a folder in the user's own namespace (RFC 2342), which on some servers is below the inbox. Creates it if it does not
     * exist.
     */
    private Folder targetFolder(String name) throws MessagingException {
        Folder[] namespaces = store.getPersonalNamespaces();
        String root = namespaces.length == 0 ? "" : namespaces[0].getFullName();
        Folder target = root.isEmpty() ? store.getFolder(name) : namespaces[0].getFolder(name);
        if (!target.exists() && !target.create(Folder.HOLDS_MESSAGES)) {
            throw new MessagingException("the folder " + name + " cannot be created");
        }
        return target;
    }

    @Override
    public void await(Duration timeout, BooleanSupplier stop) {
        CountDownLatch arrival = new CountDownLatch(1);
        watch.rest();
        try {
            Optional<Thread> idling = store.hasCapability("IDLE") ? Optional.of(idle(arrival)) : Optional.empty();
            long remaining = timeout.toMillis();
            while (remaining > 0
                    && !stop.getAsBoolean()
                    && !arrival.await(Math.min(remaining, POLL_MILLIS), TimeUnit.MILLISECONDS)) {
                remaining -= POLL_MILLIS;
            }
            if (idling.isPresent()) {
                watch.expectWithin(settings.maxAnswer());
                folder.getMessageCount(); // any command ends the IDLE of the other thread
                idling.get().join(settings.timeout().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MessagingException e) {
            throw MailErrors.toMailboxException(name(), e);
        } finally {
            watch.rest();
        }
    }

    /** Starts a thread that waits for the server and counts the latch down when mail may have arrived. */
    private Thread idle(CountDownLatch arrival) {
        Thread thread = new Thread(
                () -> {
                    try {
                        folder.idle(true);
                    } catch (MessagingException | IllegalStateException e) {
                        return; // the next command fails too, and reports the cause
                    } finally {
                        arrival.countDown();
                    }
                },
                "heed-imap-idle");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        watch.expectWithin(settings.maxAnswer());
        try {
            if (folder.isOpen()) {
                folder.close(false);
            }
        } catch (MessagingException | IllegalStateException closed) {
            return; // every change was completed before
        } finally {
            MailErrors.closeQuietly(store);
            watch.close();
        }
    }
}
