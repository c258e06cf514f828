package heed.store.internal;

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
    private final Database database;
    private final Owner owner;
    private final String account;
    private final Clock clock;

    SqlAttempts(Database database, Owner owner, String account, Clock clock) {
        this.database = database;
        this.owner = owner;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public List<ClaimVerdict> claim(List<Claim> claims, Clock clock, Duration lease) {
        return claims.isEmpty()
                ? List.of()
                : database.writeTogether(session -> {
                    ClaimBatch.take(session, owner, claims);
                    return new ClaimBatch(session, owner, account, clock.instant(), lease).decide(claims);
                });
    }

    @Override
    public List<SendState> record(List<AttemptResult> attempted, Instant now) {
        return attempted.isEmpty() ? List.of() : database.writeTogether(session -> record(session, attempted, now));
    }

    private List<SendState> record(Session session, List<AttemptResult> attempted, Instant now) {
        List<MailId> refusing = attempted.stream()
                .filter(one -> refuses(one.outcome()))
                .map(one -> one.attempt().mail())
                .toList();
        if (!refusing.isEmpty()) {
            BouncesAtWork.take(session, owner, refusing, List.of()); // their addresses may be marked
        }
        MailTable table = new MailTable(session, owner, account);
        Map<MailId, MailRow> mails =
                table.ofIds(attempted.stream().map(one -> one.attempt().mail()).toList());
        SendingRuns sending = new SendingRuns(session, mails.values(), List.of());
        Set<MailRow> changed = new LinkedHashSet<>();
        List<SendState> states = new ArrayList<>();
        for (AttemptResult one : attempted) {
            MailRow mail = mails.get(one.attempt().mail());
            if (mail == null) {
                throw new IllegalArgumentException(
                        "there is no mail " + one.attempt().mail());
            }
            if (one.outcome().appliesTo(mail.state, mail.attempts, one.attempt().number())) {
                mail.cameTo(one.outcome(), sending.cancelled(mail), now);
                changed.add(mail);
            }
            states.add(mail.state);
        }
        table.update(changed);
        answered(session, changed, now);
        return states;
    }

    /** What a relay has answered for good is counted, and a refusal is kept as the bounce that it is. */
    private void answered(Session session, Collection<MailRow> mails, Instant now) {
        List<MailRow> answered = mails.stream()
                .filter(mail -> mail.state == SendState.SENT || refused(mail))
                .toList();
        HourlyMail hours = new HourlyMail(session, owner);
        hours.count(
                answered.stream()
                        .flatMap(mail -> mail.identity.address().stream())
                        .toList(),
                now);
        List<MailRow> refused = answered.stream().filter(SqlAttempts::refused).toList();
        if (!refused.isEmpty()) {
            BouncesAtWork work = new BouncesAtWork(session, owner, account, clock, hours);
            BounceMarker marking = new BounceMarker(work, "delivery", now);
            List<Bounce> bounces = refused.stream()
                    .flatMap(mail -> bounce(marking, mail).stream())
                    .toList();
            session.dialect().judge(session, owner);
            marking.record(bounces);
            work.flush();
        }
        hours.flush();
    }

    private static Optional<Bounce> bounce(BounceMarker marking, MailRow mail) {
        boolean forGood = mail.state == SendState.REJECTED;
        return BouncesAtWork.sent(mail)
                .flatMap(sent ->
                        mail.reply.map(reply -> marking.toBounce(sent, reply, forGood, BounceDiagnoser.standard())));
    }

    private static boolean refuses(AttemptOutcome outcome) {
        return outcome.kind() == AttemptOutcome.OutcomeKind.REJECTED
                || outcome.kind() == AttemptOutcome.OutcomeKind.EXPIRED;
    }

    private static boolean refused(MailRow mail) {
        return mail.state == SendState.REJECTED || mail.state == SendState.EXPIRED;
    }

    @Override
    public int expireLeases(Instant now, InDoubtPolicy policy) {
        boolean any = database.read(session -> session.yes(
                "SELECT EXISTS (SELECT 1 FROM mail WHERE account = ? AND lease_end <= ?)",
                owner.account(),
                now.toEpochMilli()));
        return any ? database.write(session -> endLeases(session, now, policy)) : 0;
    }

    private int endLeases(Session session, Instant now, InDoubtPolicy policy) {
        MailTable table = new MailTable(session, owner, account);
        List<MailRow> ended = session.list(
                MailTable.SELECT + "WHERE m.account = ? AND m.lease_end <= ? ORDER BY m.id {free m}",
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
