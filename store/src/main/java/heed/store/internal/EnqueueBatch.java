package heed.store.internal;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.OutgoingMail;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.store.internal.MailRow.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Mails that are queued together: what is known of their prospects and addresses is read at once, then each decided. */
final class EnqueueBatch {
    private final Session session;
    private final Owner owner;
    private final Instant now;
    private final MailTable table;
    private final Spellings spellings;
    private final MailHolders holders;
    private final List<MailRow> added = new ArrayList<>();

    EnqueueBatch(Session session, Owner owner, String account, Instant now) {
        this.session = session;
        this.owner = owner;
        this.now = now;
        this.table = new MailTable(session, owner, account);
        this.spellings = Spellings.of(session, owner);
        this.holders = new MailHolders(table, spellings);
    }

    /** Takes the mails' addresses where one of them may be a spelling of another's; a claim tells equal ones apart itself. */
    static void take(Session session, Owner owner, List<OutgoingMail> mails) {
        boolean several = Spellings.of(session, owner).several();
        session.dialect()
                .take(
                        session,
                        owner,
                        mails.stream()
                                .flatMap(mail -> mail.address().stream())
                                .filter(address -> several)
                                .map(EmailAddress::value)
                                .toList());
    }

    List<EnqueueResult> enqueue(List<OutgoingMail> mails) {
        List<RunId> runs =
                mails.stream().flatMap(mail -> mail.run().stream()).distinct().toList();
        runs.forEach(new Runs(session, owner)::requireKept);
        mails.forEach(mail -> owner.require(mail.prospect()));
        Map<MessageKey, List<OutgoingMail>> byKey = mails.stream().collect(Collectors.groupingBy(OutgoingMail::key));
        byKey.forEach((key, some) -> holders.read(
                key,
                some.stream().map(OutgoingMail::prospect).toList(),
                some.stream().flatMap(mail -> mail.address().stream()).toList()));
        SendingRuns sending = new SendingRuns(session, List.of(), runs);
        List<EnqueueResult> enqueued =
                mails.stream().map(mail -> enqueue(mail, sending)).toList();
        table.insert(added);
        spellings.keep(mails.stream()
                .flatMap(mail -> mail.address().stream())
                .map(EmailAddress::value)
                .toList());
        return enqueued;
    }

    private EnqueueResult enqueue(OutgoingMail outgoing, SendingRuns sending) {
        Optional<MailRow> known = holders.of(outgoing.key(), outgoing.prospect());
        if (known.isPresent()) {
            return new EnqueueResult(
                    new MailId(known.get().identity.id()), EnqueueResult.EnqueueStatus.KNOWN, Optional.empty());
        }
        Optional<MailRow> holder = outgoing.address().flatMap(address -> holders.of(outgoing.key(), address));
        MailRow mail = new MailRow(
                new Identity(
                        table.nextId(),
                        table.message(outgoing.key()),
                        outgoing.key(),
                        outgoing.messageClass(),
                        Optional.of(outgoing.prospect()),
                        outgoing.address(),
                        outgoing.run()),
                now);
        if (outgoing.address().isEmpty()) {
            mail.refused(SendState.SKIPPED, SkipReason.of(SkipReason.SkipCode.NO_ADDRESS), now);
        } else if (holder.isPresent()) {
            mail.refused(
                    SendState.SKIPPED,
                    SkipReason.duplicate(holder.get().identity.prospect()),
                    now);
        } else if (sending.cancelled(mail)) {
            mail.cancelled(now);
        } else {
            mail.waits(now, now);
        }
        holders.add(mail);
        added.add(mail);
        return new EnqueueResult(
                new MailId(mail.identity.id()),
                mail.refusal.isPresent() ? EnqueueResult.EnqueueStatus.REFUSED : EnqueueResult.EnqueueStatus.QUEUED,
                mail.refusal);
    }
}
