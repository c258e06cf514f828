package heed.store.internal;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.Requeue;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The mails of one account of a store. A run that is not the account's is refused. */
final class SqlOutbox implements Outbox {
    private final Database database;
    private final Owner owner;
    private final String account;

    SqlOutbox(Database database, Owner owner, String account) {
        this.database = database;
        this.owner = owner;
        this.account = account;
    }

    @Override
    public String account() {
        return account;
    }

    @Override
    public List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> mails, Instant now) {
        if (!(unit instanceof Work work) || !work.owner.equals(owner) || !database.isWriting(work.session)) {
            throw new IllegalArgumentException("the unit of work is not one of this account's store");
        }
        EnqueueBatch.take(work.session, owner, mails);
        return new EnqueueBatch(work.session, owner, account, now).enqueue(mails);
    }

    @Override
    public List<QueuedMail> reserve(int limit, Instant now, Instant until) {
        // Who finds nothing to do keeps no writer waiting.
        return nextDue().filter(due -> !due.isAfter(now)).isEmpty()
                ? List.of()
                : database.writeTogether(session -> take(session, limit, now, until));
    }

    private List<QueuedMail> take(Session session, int limit, Instant now, Instant until) {
        List<Long> ids = new MailQueue(session, owner).due(limit, now);
        session.update("UPDATE mail SET due = ? WHERE id {in ?}", until.toEpochMilli(), ids);
        Map<MailId, MailRow> mails = new MailTable(session, owner, account)
                .ofIds(ids.stream().map(MailId::new).toList());
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(mails.get(new MailId(id))).stream())
                .map(MailRow::queued)
                .toList();
    }

    @Override
    public void release(List<Requeue> releases, Instant now) {
        database.writeTogether(session -> {
            MailTable table = new MailTable(session, owner, account);
            Map<MailId, MailRow> mails =
                    table.ofIds(releases.stream().map(Requeue::mail).toList());
            Set<MailRow> changed = new LinkedHashSet<>();
            for (Requeue release : releases) {
                MailRow mail = mails.get(release.mail());
                if (mail != null && mail.state.waiting()) {
                    mail.detail = release.reason();
                    release.due()
                            .ifPresentOrElse(due -> mail.waits(due, now), () -> mail.becomes(SendState.FAILED, now));
                    changed.add(mail);
                }
            }
            table.update(changed);
            return changed.size();
        });
    }

    @Override
    public Optional<Instant> nextDue() {
        return database.read(session -> new MailQueue(session, owner).first());
    }

    @Override
    public void pause(RunId run) {
        hold(run, "INSERT INTO sending (run, paused) VALUES (?, TRUE) ON CONFLICT (run) DO UPDATE SET paused = TRUE");
    }

    @Override
    public void resume(RunId run) {
        hold(run, "UPDATE sending SET paused = FALSE WHERE run = ?");
    }

    @Override
    public Set<RunId> pausedRuns() {
        return database.read(session -> Set.copyOf(session.list(
                "SELECT run FROM sending WHERE paused AND run IN (SELECT id FROM run WHERE account = ?)",
                row -> new RunId(row.number(1)),
                owner.account())));
    }

    private void hold(RunId run, String sql) {
        database.write(session -> hold(session, run, sql));
    }

    private int hold(Session session, RunId run, String sql) {
        new Runs(session, owner).require(run);
        return session.update(sql, run.value());
    }

    @Override
    public int cancel(RunId run, Instant now) {
        return database.write(session -> {
            new Runs(session, owner).requireAlone(run);
            session.update(
                    "INSERT INTO sending (run, cancelled) VALUES (?, TRUE) ON CONFLICT (run) DO UPDATE SET cancelled = TRUE",
                    run.value());
            return session.update(
                    """
                    UPDATE mail SET state = ?, refusal = ?, refused_at = ?, changed = ?, due = NULL
                    WHERE account = ? AND run = ? AND due IS NOT NULL
                    """,
                    SendState.CANCELLED.name(),
                    SkipReason.SkipCode.CANCELLED.name(),
                    now.toEpochMilli(),
                    now.toEpochMilli(),
                    owner.account(),
                    run.value());
        });
    }

    @Override
    public ExistingRecipients findExistingRecipients(
            MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses) {
        return database.read(session -> MailLists.having(session, owner, key, prospects, addresses));
    }

    @Override
    public List<SendCount> countSends(Optional<RunId> run) {
        return database.read(session -> MailLists.counts(session, owner, run));
    }

    @Override
    public List<SendRecord> listSends(SendQuery query, MailId after, int limit) {
        return database.read(session -> MailLists.sends(session, owner, account, query, after, limit));
    }
}
