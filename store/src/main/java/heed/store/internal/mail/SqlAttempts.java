package heed.store.internal.mail;

import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.DeliveryAnswers;
import heed.mail.MailId;
import heed.mail.SendState;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.gate.InDoubtPolicy;
import heed.mail.gate.Mail;
import heed.mail.gate.RunSendingStates;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.bounces.HourlyMailCounts;
import heed.store.internal.bounces.SqlBounceWork;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.outbox.RunSendingTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attempts of an account of a store. Each call is one transaction. */
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
                    AddressAliases aliases = ClaimBatch.lockRecipients(session, account, claims);
                    return new ClaimBatch(session, account, accountName, aliases)
                            .decide(claims, clock.instant(), lease);
                });
    }

    @Override
    public List<SendState> record(List<AttemptResult> attempted, Instant now) {
        return attempted.isEmpty() ? List.of() : database.writeShared(session -> record(session, attempted, now));
    }

    private List<SendState> record(SqlSession session, List<AttemptResult> attempted, Instant now) {
        List<MailId> markable = attempted.stream()
                .filter(attemptResult -> DeliveryAnswers.canMark(attemptResult.outcome()))
                .map(attemptResult -> attemptResult.attempt().mail())
                .toList();
        if (!markable.isEmpty()) {
            SqlBounceWork.lockAddresses(session, account, markable, List.of());
        }
        MailTable table = new MailTable(session, account, accountName);
        Map<MailId, Mail> mails = table.findByIds(attempted.stream()
                .map(attemptResult -> attemptResult.attempt().mail())
                .toList());
        RunSendingStates sending = RunSendingTable.load(session, mails.values(), List.of());
        Set<Mail> changed = new LinkedHashSet<>();
        List<SendState> states = new ArrayList<>();
        for (AttemptResult attemptResult : attempted) {
            Mail mail = mails.get(attemptResult.attempt().mail());
            if (mail == null) {
                throw new IllegalArgumentException(
                        "there is no mail " + attemptResult.attempt().mail());
            }
            int attempt = attemptResult.attempt().number();
            if (mail.applyOutcome(attempt, attemptResult.outcome(), sending.isCancelled(mail), now)) {
                changed.add(mail);
            }
            states.add(mail.state());
        }
        table.update(changed);
        recordAnswers(session, DeliveryAnswers.of(changed), now);
        return states;
    }

    private void recordAnswers(SqlSession session, DeliveryAnswers answers, Instant now) {
        HourlyMailCounts mailCounts = new HourlyMailCounts(session, account);
        mailCounts.add(answers.recipients(), now);
        if (answers.hasRefusals()) {
            session.dialect().lockBounceMarking(session, account);
            SqlBounceWork work = new SqlBounceWork(session, account, accountName, clock, mailCounts);
            answers.record(work, BounceDiagnoser.standard(), now);
            work.flush();
        }
        mailCounts.flush();
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
        List<Mail> expired = session.query(
                MailTable.SELECT + "WHERE m.account = ? AND m.lease_end <= ? ORDER BY m.id {skip locked m}",
                table::read,
                account.id(),
                now.toEpochMilli());
        RunSendingStates sending = RunSendingTable.load(session, expired, List.of());
        Set<Mail> changed = new LinkedHashSet<>();
        for (Mail mail : expired) {
            if (mail.expireLease(policy, sending.isCancelled(mail), now)) {
                changed.add(mail);
            }
        }
        table.update(changed);
        return changed.size();
    }
}
