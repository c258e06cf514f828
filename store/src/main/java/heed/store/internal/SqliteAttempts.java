package heed.store.internal;

import heed.mail.Attempts;
import heed.mail.Claim;
import heed.mail.ClaimVerdict;
import heed.mail.InDoubtPolicy;
import heed.mail.MailId;
import heed.mail.SendState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The gate's side of an account's mails: every call is in one transaction that begins IMMEDIATE. */
final class SqliteAttempts implements Attempts {
    private final Database database;
    private final Owner owner;
    private final String account;

    SqliteAttempts(Database database, Owner owner, String account) {
        this.database = database;
        this.owner = owner;
        this.account = account;
    }

    @Override
    public List<ClaimVerdict> claim(List<Claim> claims, Clock clock, Duration lease) {
        // Every writer waits for this transaction or is done before it: no address need be taken by itself.
        return claims.isEmpty()
                ? List.of()
                : database.writeTogether(
                        session -> new ClaimBatch(session, owner, account, clock.instant(), lease).decide(claims));
    }

    @Override
    public List<SendState> record(List<Attempted> attempted, Instant now) {
        return attempted.isEmpty() ? List.of() : database.writeTogether(session -> record(session, attempted, now));
    }

    private List<SendState> record(Session session, List<Attempted> attempted, Instant now) {
        MailTable table = new MailTable(session, owner, account);
        Map<MailId, MailRow> mails =
                table.ofIds(attempted.stream().map(one -> one.attempt().mail()).toList());
        SendingRuns sending = new SendingRuns(session, mails.values(), List.of());
        Set<MailRow> changed = new LinkedHashSet<>();
        List<SendState> states = new ArrayList<>();
        for (Attempted one : attempted) {
            MailRow mail = mails.get(one.attempt().mail());
            if (mail == null) {
                throw new IllegalArgumentException(
                        "there is no mail " + one.attempt().mail());
            }
            if (one.outcome().counts(mail.state, mail.attempts, one.attempt().number())) {
                mail.cameTo(one.outcome(), sending.cancelled(mail), now);
                changed.add(mail);
            }
            states.add(mail.state);
        }
        table.update(changed);
        return states;
    }

    @Override
    public int endLeases(Instant now, InDoubtPolicy policy) {
        boolean any = database.read(session -> session.number(
                        "SELECT EXISTS (SELECT 1 FROM mail WHERE account = ? AND lease_end <= ?)",
                        owner.account(),
                        now.toEpochMilli())
                == 1);
        return any ? database.write(session -> endLeases(session, now, policy)) : 0;
    }

    private int endLeases(Session session, Instant now, InDoubtPolicy policy) {
        MailTable table = new MailTable(session, owner, account);
        List<MailRow> ended = session.list(
                MailTable.SELECT + "WHERE m.account = ? AND m.lease_end <= ? ORDER BY m.id",
                table::read,
                owner.account(),
                now.toEpochMilli());
        SendingRuns sending = new SendingRuns(session, ended, List.of());
        for (MailRow mail : ended) {
            mail.detail = "its attempt ended without an outcome";
            if (policy == InDoubtPolicy.REPEAT && !sending.cancelled(mail)) {
                mail.waits(now, now);
            } else {
                mail.becomes(SendState.UNKNOWN, now);
            }
        }
        table.update(ended);
        return ended.size();
    }
}
