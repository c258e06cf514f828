package heed.store.internal.outbox;

import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.store.internal.accounts.AddressAliases;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which mails prospects have of messages and which hold their addresses, as far as a batch asks, and as it changes. */
public final class ExistingMails {
    private final MailTable table;
    private final AddressAliases aliases;
    private final Map<Long, MailRow> rows = new HashMap<>();
    private final Map<ProspectMessage, MailRow> byProspect = new HashMap<>();
    private final Map<MailboxMessage, MailRow> byMailbox = new HashMap<>();

    private record ProspectMessage(MessageKey key, ProspectId prospect) {}

    private record MailboxMessage(MessageKey key, String mailbox) {}

    public ExistingMails(MailTable table, AddressAliases aliases) {
        this.table = table;
        this.aliases = aliases;
    }

    /** Reads what will be asked for. */
    public void load(MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses) {
        long message = table.messageId(key);
        List<Long> prospectKeys =
                prospects.stream().map(ProspectId::value).distinct().toList();
        List<String> addressTexts =
                addresses.stream().map(EmailAddress::value).distinct().toList();
        table.findByProspects(message, prospectKeys).forEach(this::add);
        table.findByAddresses(message, aliases.withAliases(addressTexts)).forEach(this::add);
    }

    /** One object for each mail, though it is found by its prospect and by its address. */
    public void add(MailRow loaded) {
        MailRow mail = rows.computeIfAbsent(loaded.identity.id(), id -> loaded);
        MessageKey key = mail.identity.key();
        mail.identity.prospect().ifPresent(prospect -> byProspect.put(new ProspectMessage(key, prospect), mail));
        boolean duplicate = mail.skipReason
                .filter(reason -> reason.code() == SkipReason.SkipCode.DUPLICATE)
                .isPresent();
        if (!duplicate) {
            mail.identity.address().ifPresent(address -> byMailbox.put(mailboxKey(key, address), mail));
        }
    }

    public Collection<MailRow> all() {
        return rows.values();
    }

    public Optional<MailRow> find(MessageKey key, ProspectId prospect) {
        return Optional.ofNullable(byProspect.get(new ProspectMessage(key, prospect)));
    }

    /** The one of the address's mailbox that is no duplicate. */
    public Optional<MailRow> find(MessageKey key, EmailAddress address) {
        return Optional.ofNullable(byMailbox.get(mailboxKey(key, address)));
    }

    private MailboxMessage mailboxKey(MessageKey key, EmailAddress address) {
        return new MailboxMessage(key, aliases.mailboxOf(address.value()));
    }
}
