package heed.store.internal.outbox;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.gate.Mail;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.Requeue;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.mail.outbox.UnsettledMail;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import heed.store.internal.prospects.SqlUnitOfWork;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The outbox of one account of a store. It refuses a run of another account. */
public final class SqlOutbox implements Outbox {
    private final SqlDatabase database;
    private final AccountKey account;
    private final String accountName;

    public SqlOutbox(SqlDatabase database, AccountKey account, String accountName) {
        this.database = database;
        this.account = account;
        this.accountName = accountName;
    }

    @Override
    public String account() {
        return accountName;
    }

    @Override
    public List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> mails, Instant now) {
        if (!(unit instanceof SqlUnitOfWork work)
                || !work.account.equals(account)
                || !database.isWriting(work.session)) {
            throw new IllegalArgumentException("the unit of work is not one of this account's store");
        }
        EnqueueBatch.lockAddresses(work.session, account, mails);
        return new EnqueueBatch(work.session, account, accountName, now).enqueue(mails);
    }

    @Override
    public List<QueuedMail> reserve(int limit, Instant now, SenderId holder) {
        // Looks without a write transaction first, so that an idle caller makes no writer wait.
        return nextDue().filter(due -> !due.isAfter(now)).isEmpty()
                ? List.of()
                : database.writeShared(session -> reserve(session, limit, now, holder));
    }

    private List<QueuedMail> reserve(SqlSession session, int limit, Instant now, SenderId holder) {
        List<Long> ids = new MailQueue(session, account).lockDue(limit, now);
        session.update("UPDATE mail SET holder = ? WHERE id {in ?}", holder.value(), ids);
        Map<MailId, Mail> mails = new MailTable(session, account, accountName)
                .findByIds(ids.stream().map(MailId::new).toList());
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(mails.get(new MailId(id))).stream())
                .map(QueuedMail::of)
                .toList();
    }

    @Override
    public void release(List<Requeue> releases, Instant now) {
        database.writeShared(session -> {
            MailTable table = new MailTable(session, account, accountName);
            Map<MailId, Mail> mails =
                    table.findByIds(releases.stream().map(Requeue::mail).toList());
            Set<Mail> changed = new LinkedHashSet<>();
            for (Requeue release : releases) {
                Mail mail = mails.get(release.mail());
                if (mail != null && mail.release(release.due(), release.reason(), now)) {
                    changed.add(mail);
                }
            }
            table.update(changed);
            return changed.size();
        });
    }

    @Override
    public Optional<Instant> nextDue() {
        return database.read(session -> new MailQueue(session, account).findNextDue());
    }

    @Override
    public UnsettledMail findUnsettled(Optional<RunId> run) {
        return database.read(session -> new MailQueue(session, account).findUnsettled(run));
    }

    @Override
    public Set<RunId> findUnsettledRuns() {
        return database.read(session -> new MailQueue(session, account).findUnsettledRuns());
    }

    @Override
    public void pause(RunId run) {
        updateSending(
                run,
                "INSERT INTO sending (run, paused) VALUES (?, TRUE) ON CONFLICT (run) DO UPDATE SET paused = TRUE");
    }

    @Override
    public void resume(RunId run) {
        updateSending(run, "UPDATE sending SET paused = FALSE WHERE run = ?");
    }

    @Override
    public Set<RunId> pausedRuns() {
        return database.read(session -> Set.copyOf(session.query(
                "SELECT run FROM sending WHERE paused AND run IN (SELECT id FROM run WHERE account = ?)",
                row -> new RunId(row.number(1)),
                account.id())));
    }

    private void updateSending(RunId run, String sql) {
        database.write(session -> updateSending(session, run, sql));
    }

    private int updateSending(SqlSession session, RunId run, String sql) {
        new RunTable(session, account).require(run);
        return session.update(sql, run.value());
    }

    @Override
    public int cancel(RunId run, Instant now) {
        return database.write(session -> {
            new RunTable(session, account).requireExclusive(run);
            session.update(
                    "INSERT INTO sending (run, cancelled) VALUES (?, TRUE) ON CONFLICT (run) DO UPDATE SET cancelled = TRUE",
                    run.value());
            // Mail.cancel, of all mails of the run that wait.
            SkipReason cancelled = SkipReason.of(SkipReason.SkipCode.CANCELLED, now);
            return session.update(
                    """
                    UPDATE mail SET state = ?, refusal = ?, refused_at = ?, changed = ?, due = NULL, holder = NULL
                    WHERE account = ? AND run = ? AND due IS NOT NULL
                    """,
                    Mail.stateAfter(cancelled).name(),
                    cancelled.code().name(),
                    now.toEpochMilli(),
                    now.toEpochMilli(),
                    account.id(),
                    run.value());
        });
    }

    @Override
    public ExistingRecipients findExistingRecipients(
            MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses) {
        return database.read(
                session -> MailQueries.findExistingRecipients(session, account, key, prospects, addresses));
    }

    @Override
    public List<SendCount> countSends(Optional<RunId> run) {
        return database.read(session -> MailQueries.countSends(session, account, run));
    }

    @Override
    public List<SendRecord> listSends(SendQuery query, MailId after, int limit) {
        return database.read(session -> MailQueries.listSends(session, account, accountName, query, after, limit));
    }

    @Override
    public List<SendRecord> listSends(RunId run, Collection<ProspectId> prospects) {
        return database.read(session -> MailQueries.listSends(session, account, accountName, run, prospects));
    }
}
