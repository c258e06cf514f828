package heed.store.internal.mail;

import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.DeliveryAnswers;
import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIdentity;
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
    public List<ClaimVerdict> claim(List<Claim> claims, Clock clock, SenderId holder) {
        return claims.isEmpty()
                ? List.of()
                : database.writeShared(session -> {
                    AddressAliases aliases = ClaimBatch.lockRecipients(session, account, claims);
                    return new ClaimBatch(session, account, accountName, aliases)
                            .decide(claims, clock.instant(), holder);
                });
    }

    @Override
    public ClaimVerdict confirm(AttemptId attempt, Clock clock) {
        return database.writeShared(session -> {
            Claim claim = new MailTable(session, account, accountName)
                    .find(attempt.mail())
                    .map(mail -> claimOf(mail.identity()))
                    .orElseThrow(() -> mailNotFound(attempt));
            AddressAliases aliases = ClaimBatch.lockRecipients(session, account, List.of(claim));
            return new ClaimBatch(session, account, accountName, aliases).confirm(attempt, claim, clock.instant());
        });
    }

    private static Claim claimOf(MailIdentity identity) {
        return new Claim(
                identity.key(),
                identity.address().orElseThrow(),
                identity.prospect(),
                identity.messageClass(),
                identity.run());
    }

    private static IllegalArgumentException mailNotFound(AttemptId attempt) {
        return new IllegalArgumentException("there is no mail " + attempt.mail());
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
                throw mailNotFound(attemptResult.attempt());
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
    public Set<SenderId> findHolders() {
        return database.read(session -> Set.copyOf(session.query(
                "SELECT DISTINCT holder FROM mail WHERE account = ? AND holder IS NOT NULL",
                row -> new SenderId(row.text(1)),
                account.id())));
    }

    @Override
    public List<AttemptId> findUnderWay(SenderId holder) {
        return database.read(session -> session.query(
                "SELECT id, attempts FROM mail WHERE account = ? AND holder = ? AND due IS NULL ORDER BY id",
                row -> new AttemptId(new MailId(row.number(1)), (int) row.number(2)),
                account.id(),
                holder.value()));
    }

    @Override
    public int releaseReserved(SenderId holder) {
        return database.writeShared(session -> session.update(
                "UPDATE mail SET holder = NULL WHERE account = ? AND holder = ? AND due IS NOT NULL",
                account.id(),
                holder.value()));
    }
}
