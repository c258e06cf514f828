package heed.store.internal;

import heed.mail.MessageKey;
import heed.mail.Refusal;
import heed.model.EmailAddress;
import heed.model.ProspectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which mails prospects have of messages and which hold their addresses, as far as a batch asks, and as it changes. */
final class MailHolders {
    private final MailTable table;
    private final Map<Long, MailRow> rows = new HashMap<>();
    private final Map<OfProspect, MailRow> byProspect = new HashMap<>();
    private final Map<OfAddress, MailRow> byAddress = new HashMap<>();

    private record OfProspect(MessageKey key, ProspectId prospect) {}

    private record OfAddress(MessageKey key, EmailAddress address) {}

    MailHolders(MailTable table) {
        this.table = table;
    }

    /** Reads what will be asked for. */
    void read(MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses) {
        long message = table.message(key);
        List<Long> keys = prospects.stream().map(ProspectId::value).distinct().toList();
        List<String> texts =
                addresses.stream().map(EmailAddress::value).distinct().toList();
        table.ofProspects(message, keys).forEach(this::add);
        table.ofAddresses(message, texts).forEach(this::add);
    }

    /** One object for each mail, though it is found by its prospect and by its address. */
    void add(MailRow read) {
        MailRow mail = rows.computeIfAbsent(read.identity.id(), id -> read);
        MessageKey key = mail.identity.key();
        mail.identity.prospect().ifPresent(prospect -> byProspect.put(new OfProspect(key, prospect), mail));
        boolean duplicate = mail.refusal
                .filter(why -> why.reason() == Refusal.Reason.DUPLICATE)
                .isPresent();
        if (!duplicate) {
            mail.identity.address().ifPresent(address -> byAddress.put(new OfAddress(key, address), mail));
        }
    }

    Collection<MailRow> all() {
        return rows.values();
    }

    Optional<MailRow> of(MessageKey key, ProspectId prospect) {
        return Optional.ofNullable(byProspect.get(new OfProspect(key, prospect)));
    }

    /** The one that is no duplicate. */
    Optional<MailRow> of(MessageKey key, EmailAddress address) {
        return Optional.ofNullable(byAddress.get(new OfAddress(key, address)));
    }
}
