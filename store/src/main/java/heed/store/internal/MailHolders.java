package heed.store.internal;

import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which mails prospects have of messages and which hold their addresses, as far as a batch asks, and as it changes. */
final class MailHolders {
    private final MailTable table;
    private final Spellings spellings;
    private final Map<Long, MailRow> rows = new HashMap<>();
    private final Map<OfProspect, MailRow> byProspect = new HashMap<>();
    private final Map<OfMailbox, MailRow> byMailbox = new HashMap<>();

    private record OfProspect(MessageKey key, ProspectId prospect) {}

    private record OfMailbox(MessageKey key, String mailbox) {}

    MailHolders(MailTable table, Spellings spellings) {
        this.table = table;
        this.spellings = spellings;
    }

    /** Reads what will be asked for. */
    void read(MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses) {
        long message = table.message(key);
        List<Long> keys = prospects.stream().map(ProspectId::value).distinct().toList();
        List<String> texts =
                addresses.stream().map(EmailAddress::value).distinct().toList();
        table.ofProspects(message, keys).forEach(this::add);
        table.ofAddresses(message, spellings.all(texts)).forEach(this::add);
    }

    /** One object for each mail, though it is found by its prospect and by its address. */
    void add(MailRow read) {
        MailRow mail = rows.computeIfAbsent(read.identity.id(), id -> read);
        MessageKey key = mail.identity.key();
        mail.identity.prospect().ifPresent(prospect -> byProspect.put(new OfProspect(key, prospect), mail));
        boolean duplicate = mail.refusal
                .filter(why -> why.code() == SkipReason.SkipCode.DUPLICATE)
                .isPresent();
        if (!duplicate) {
            mail.identity.address().ifPresent(address -> byMailbox.put(mailbox(key, address), mail));
        }
    }

    Collection<MailRow> all() {
        return rows.values();
    }

    Optional<MailRow> of(MessageKey key, ProspectId prospect) {
        return Optional.ofNullable(byProspect.get(new OfProspect(key, prospect)));
    }

    /** The one of the address's mailbox that is no duplicate. */
    Optional<MailRow> of(MessageKey key, EmailAddress address) {
        return Optional.ofNullable(byMailbox.get(mailbox(key, address)));
    }

    private OfMailbox mailbox(MessageKey key, EmailAddress address) {
        return new OfMailbox(key, spellings.mailbox(address.value()));
    }
}
