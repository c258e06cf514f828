package heed.mail.gate;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The mails that a transaction decides by, found by their prospect and by their address. The rules see in it what they
 * decided earlier in the same transaction. Not thread-safe.
 */
public final class MailIndex {
    private final AddressMatching matching;
    private final Map<MailId, Mail> byId = new LinkedHashMap<>();
    private final Map<ProspectMessage, Mail> byProspect = new HashMap<>();
    private final Map<MailboxMessage, Mail> byMailbox = new HashMap<>();

    private record ProspectMessage(MessageKey key, ProspectId prospect) {}

    private record MailboxMessage(MessageKey key, EmailAddress mailbox) {}

    /** @param matching which addresses of the account are one mailbox */
    public MailIndex(AddressMatching matching) {
        this.matching = matching;
    }

    /**
     * Adds a mail. A mail that was added before, found by its prospect and again by its address, stays the object that
     * it was. A duplicate does not hold its address: the mail that it duplicates does.
     */
    public void add(Mail added) {
        Mail mail = byId.computeIfAbsent(added.id(), id -> added);
        MessageKey key = mail.identity().key();
        mail.identity().prospect().ifPresent(prospect -> byProspect.put(new ProspectMessage(key, prospect), mail));
        if (!mail.isDuplicate()) {
            mail.identity().address().ifPresent(address -> byMailbox.put(mailboxMessage(key, address), mail));
        }
    }

    /** Returns all mails, in the order in which they were added. */
    public Collection<Mail> all() {
        return byId.values();
    }

    /** Returns the mail of a message that a prospect has, also if it was skipped. */
    public Optional<Mail> find(MessageKey key, ProspectId prospect) {
        return Optional.ofNullable(byProspect.get(new ProspectMessage(key, prospect)));
    }

    /** Returns the mail of a message that holds the mailbox of an address. */
    public Optional<Mail> find(MessageKey key, EmailAddress address) {
        return Optional.ofNullable(byMailbox.get(mailboxMessage(key, address)));
    }

    private MailboxMessage mailboxMessage(MessageKey key, EmailAddress address) {
        return new MailboxMessage(key, matching.mailboxOf(address));
    }
}
