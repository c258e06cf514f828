package heed.store.internal.mail;

import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceMarker;
import heed.mail.MailId;
import heed.mail.SendState;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.gate.InDoubtPolicy;
import heed.store.internal.bounces.HourlyMailCounts;
import heed.store.internal.bounces.SqlBounceWork;
import heed.store.internal.outbox.MailRow;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.outbox.RunSendingStates;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The gate's side of an account's mails: every call is in one transaction. */
final class SqlAttempts implements Attempts {
    private final SqlDatabase database;
    private final AccountKey account;
    private final String accountName;
    private final Clock clock;

    SqlAttempts(SqlDatabase database, AccountKey account, String accountName, Clock clock) {
        this.database = database;
        this.account = account;
        this.accountName = accountName;
        this.clock = clock;
    }

    @Override
    public List<ClaimVerdict> claim(List<Claim> claims, Clock clock, Duration lease) {
        return claims.isEmpty()
                ? List.of()
                : database.writeShared(session -> {
                    ClaimBatch.lockRecipients(session, account, claims);
                    return new ClaimBatch(session, account, accountName, clock.instant(), lease).decide(claims);
                });
    }

    @Override
    public List<SendState> record(List<AttemptResult> attempted, Instant now) {
        return attempted.isEmpty() ? List.of() : database.writeShared(session -> record(session, attempted, now));
    }

    private List<SendState> record(SqlSession session, List<AttemptResult> attempted, Instant now) {
        List<MailId> refusedMails = attempted.stream()
                .filter(attemptResult -> isRefusal(attemptResult.outcome()))
                .map(attemptResult -> attemptResult.attempt().mail())
                .toList();
        if (!refusedMails.isEmpty()) {
            SqlBounceWork.lockAddresses(session, account, refusedMails, List.of()); // their addresses may be marked
        }
        MailTable table = new MailTable(session, account, accountName);
        Map<MailId, MailRow> mails = table.findByIds(attempted.stream()
                .map(attemptResult -> attemptResult.attempt().mail())
                .toList());
        RunSendingStates sending = new RunSendingStates(session, mails.values(), List.of());
        Set<MailRow> changed = new LinkedHashSet<>();
        List<SendState> states = new ArrayList<>();
        for (AttemptResult attemptResult : attempted) {
            MailRow mail = mails.get(attemptResult.attempt().mail());
            if (mail == null) {
                throw new IllegalArgumentException(
                        "there is no mail " + attemptResult.attempt().mail());
            }
            if (attemptResult
                    .outcome()
                    .appliesTo(
                            mail.state, mail.attempts, attemptResult.attempt().number())) {
                mail.apply(attemptResult.outcome(), sending.isCancelled(mail), now);
                changed.add(mail);
            }
            states.add(mail.state);
        }
        table.update(changed);
        recordAnswers(session, changed, now);
        return states;
    }

    /** What a relay has answered for good is counted, and a refusal is kept as the bounce that it is. */
    private void recordAnswers(SqlSession session, Collection<MailRow> mails, Instant now) {
        List<MailRow> answeredMails = mails.stream()
                .filter(mail -> mail.state == SendState.SENT || isRefused(mail))
                .toList();
        HourlyMailCounts mailCounts = new HourlyMailCounts(session, account);
        mailCounts.add(
                answeredMails.stream()
                        .flatMap(mail -> mail.identity.address().stream())
                        .toList(),
                now);
        List<MailRow> refusedMails =
                answeredMails.stream().filter(SqlAttempts::isRefused).toList();
        if (!refusedMails.isEmpty()) {
            SqlBounceWork work = new SqlBounceWork(session, account, accountName, clock, mailCounts);
            BounceMarker marker = new BounceMarker(work, "delivery", now);
            List<Bounce> bounces = refusedMails.stream()
                    .flatMap(mail -> bounce(marker, mail).stream())
                    .toList();
            session.dialect().lockBounceMarking(session, account);
            marker.record(bounces);
            work.flush();
        }
        mailCounts.flush();
    }

    private static Optional<Bounce> bounce(BounceMarker marker, MailRow mail) {
        boolean permanent = mail.state == SendState.REJECTED;
        return SqlBounceWork.toSentMail(mail)
                .flatMap(sent ->
                        mail.reply.map(reply -> marker.toBounce(sent, reply, permanent, BounceDiagnoser.standard())));
    }

    private static boolean isRefusal(AttemptOutcome outcome) {
        return outcome.kind() == AttemptOutcome.OutcomeKind.REJECTED
                || outcome.kind() == AttemptOutcome.OutcomeKind.EXPIRED;
    }

    private static boolean isRefused(MailRow mail) {
        return mail.state == SendState.REJECTED || mail.state == SendState.EXPIRED;
    }

    @Override
    public int expireLeases(Instant now, InDoubtPolicy policy) {
        boolean hasExpired = database.read(session -> session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM mail WHERE account = ? AND lease_end <= ?)",
                account.id(),
                now.toEpochMilli()));
        return hasExpired ? database.write(session -> expireLeases(session, now, policy)) : 0;
    }

    private int expireLeases(SqlSession session, Instant now, InDoubtPolicy policy) {
        MailTable table = new MailTable(session, account, accountName);
        List<MailRow> expired = session.query(
                MailTable.SELECT + "WHERE m.account = ? AND m.lease_end <= ? ORDER BY m.id {skip locked m}",
                table::read,
                account.id(),
                now.toEpochMilli());
        RunSendingStates sending = new RunSendingStates(session, expired, List.of());
        for (MailRow mail : expired) {
            mail.detail = "its attempt ended without an outcome";
            if (policy == InDoubtPolicy.REPEAT && !sending.isCancelled(mail)) {
                mail.requeue(now, now);
            } else {
                mail.setState(SendState.UNKNOWN, now);
            }
        }
        table.update(expired);
        return expired.size();
    }
}
