package heed.store.internal.outbox;

import heed.mail.MessageKey;
import heed.mail.gate.MailIndex;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.EnqueueRules;
import heed.mail.outbox.OutgoingMail;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The mails of one call to enqueue: loads what {@link EnqueueRules} look up, in a few statements for all, and inserts
 * what they create.
 */
final class EnqueueBatch {
    private final SqlSession session;
    private final AccountKey account;
    private final Instant now;
    private final MailTable table;
    private final AddressAliases aliases;

    EnqueueBatch(SqlSession session, AccountKey account, String accountName, Instant now) {
        this.session = session;
        this.account = account;
        this.now = now;
        this.table = new MailTable(session, account, accountName);
        this.aliases = AddressAliases.load(session, account);
    }

    /**
     * Locks the mails' addresses where one of them may be another spelling of a mailbox. Without spellings no lock is
     * needed: a unique index refuses a second mail to an address.
     */
    static void lockAddresses(SqlSession session, AccountKey account, List<OutgoingMail> mails) {
        if (session.dialect().hasConcurrentWriters()) {
            boolean mayHaveAliases = AddressAliases.load(session, account).mayHaveAliases();
            session.dialect()
                    .lockAddresses(
                            session,
                            account,
                            mails.stream()
                                    .flatMap(mail -> mail.address().stream())
                                    .filter(address -> mayHaveAliases)
                                    .map(EmailAddress::value)
                                    .toList());
        }
    }

    List<EnqueueResult> enqueue(List<OutgoingMail> outgoing) {
        List<RunId> runs = outgoing.stream()
                .flatMap(mail -> mail.run().stream())
                .distinct()
                .toList();
        runs.forEach(new RunTable(session, account)::requireShared);
        outgoing.forEach(mail -> account.requireOwned(mail.prospect()));
        MailIndex mails = new MailIndex(aliases.matching());
        Map<MessageKey, List<OutgoingMail>> byKey = outgoing.stream().collect(Collectors.groupingBy(OutgoingMail::key));
        byKey.forEach((key, keyMails) -> table.load(
                mails,
                aliases,
                key,
                keyMails.stream().map(OutgoingMail::prospect).toList(),
                keyMails.stream().flatMap(mail -> mail.address().stream()).toList()));
        EnqueueRules rules =
                new EnqueueRules(mails, RunSendingTable.load(session, List.of(), runs), table::newMailId, now);
        List<EnqueueResult> results = outgoing.stream().map(rules::enqueue).toList();
        table.insert(rules.added());
        aliases.add(outgoing.stream()
                .flatMap(mail -> mail.address().stream())
                .map(EmailAddress::value)
                .toList());
        return results;
    }
}
