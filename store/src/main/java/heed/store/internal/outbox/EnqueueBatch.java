package heed.store.internal.outbox;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.OutgoingMail;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.outbox.MailRow.MailIdentity;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Mails that are queued together: what is known of their prospects and addresses is read at once, then each decided. */
final class EnqueueBatch {
    private final SqlSession session;
    private final AccountKey account;
    private final Instant now;
    private final MailTable table;
    private final AddressAliases aliases;
    private final ExistingMails holders;
    private final List<MailRow> added = new ArrayList<>();

    EnqueueBatch(SqlSession session, AccountKey account, String accountName, Instant now) {
        this.session = session;
        this.account = account;
        this.now = now;
        this.table = new MailTable(session, account, accountName);
        this.aliases = AddressAliases.load(session, account);
        this.holders = new ExistingMails(table, aliases);
    }

    /** Takes the mails' addresses where one of them may be a spelling of another's; a claim tells equal ones apart itself. */
    static void lockAddresses(SqlSession session, AccountKey account, List<OutgoingMail> mails) {
        boolean matchesAliases = AddressAliases.load(session, account).matchesAliases();
        session.dialect()
                .lockAddresses(
                        session,
                        account,
                        mails.stream()
                                .flatMap(mail -> mail.address().stream())
                                .filter(address -> matchesAliases)
                                .map(EmailAddress::value)
                                .toList());
    }

    List<EnqueueResult> enqueue(List<OutgoingMail> mails) {
        List<RunId> runs =
                mails.stream().flatMap(mail -> mail.run().stream()).distinct().toList();
        runs.forEach(new RunTable(session, account)::requireShared);
        mails.forEach(mail -> account.requireOwned(mail.prospect()));
        Map<MessageKey, List<OutgoingMail>> byKey = mails.stream().collect(Collectors.groupingBy(OutgoingMail::key));
        byKey.forEach((key, keyMails) -> holders.load(
                key,
                keyMails.stream().map(OutgoingMail::prospect).toList(),
                keyMails.stream().flatMap(mail -> mail.address().stream()).toList()));
        RunSendingStates sending = new RunSendingStates(session, List.of(), runs);
        List<EnqueueResult> enqueued =
                mails.stream().map(mail -> enqueue(mail, sending)).toList();
        table.insert(added);
        aliases.add(mails.stream()
                .flatMap(mail -> mail.address().stream())
                .map(EmailAddress::value)
                .toList());
        return enqueued;
    }

    private EnqueueResult enqueue(OutgoingMail outgoing, RunSendingStates sending) {
        Optional<MailRow> existing = holders.find(outgoing.key(), outgoing.prospect());
        if (existing.isPresent()) {
            return new EnqueueResult(
                    new MailId(existing.get().identity.id()), EnqueueResult.EnqueueStatus.KNOWN, Optional.empty());
        }
        Optional<MailRow> addressMail = outgoing.address().flatMap(address -> holders.find(outgoing.key(), address));
        MailRow mail = new MailRow(
                new MailIdentity(
                        table.nextId(),
                        table.messageId(outgoing.key()),
                        outgoing.key(),
                        outgoing.messageClass(),
                        Optional.of(outgoing.prospect()),
                        outgoing.address(),
                        outgoing.run()),
                now);
        if (outgoing.address().isEmpty()) {
            mail.refuse(SendState.SKIPPED, SkipReason.of(SkipReason.SkipCode.NO_ADDRESS), now);
        } else if (addressMail.isPresent()) {
            mail.refuse(
                    SendState.SKIPPED,
                    SkipReason.duplicate(addressMail.get().identity.prospect()),
                    now);
        } else if (sending.isCancelled(mail)) {
            mail.cancel(now);
        } else {
            mail.requeue(now, now);
        }
        holders.add(mail);
        added.add(mail);
        return new EnqueueResult(
                new MailId(mail.identity.id()),
                mail.skipReason.isPresent() ? EnqueueResult.EnqueueStatus.REFUSED : EnqueueResult.EnqueueStatus.QUEUED,
                mail.skipReason);
    }
}
