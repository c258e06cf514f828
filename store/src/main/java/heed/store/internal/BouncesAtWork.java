package heed.store.internal;

import heed.bounces.BounceReason;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceWork;
import heed.bounces.marking.MarkingPause;
import heed.bounces.marking.ReturnedMessage;
import heed.bounces.marking.SentMail;
import heed.mail.MailId;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is done with an account's bounces in one transaction. */
final class BouncesAtWork extends BounceLists implements BounceWork {
    private final String account;
    private final Clock clock;
    private final HourlyMail mailed;

    BouncesAtWork(Session session, Owner owner, String account, Clock clock) {
        this(session, owner, account, clock, new HourlyMail(session, owner));
    }

    /** @param mailed what the transaction has counted so far */
    BouncesAtWork(Session session, Owner owner, String account, Clock clock, HourlyMail mailed) {
        super(session, owner);
        this.account = account;
        this.clock = clock;
        this.mailed = mailed;
    }

    /** Keeps what was counted: before the transaction ends. */
    void flush() {
        bounced.flush();
    }

    /**
     * Takes the addresses that will be judged, and holds whoever has them, before anything else is held. Those of mails never
     * change: they are read without holding these.
     */
    static void take(Session session, Owner owner, Collection<MailId> mails, Collection<EmailAddress> addresses) {
        if (session.dialect().concurrent()) {
            Set<String> all = new TreeSet<>();
            addresses.forEach(address -> all.add(address.value()));
            all.addAll(session.listIn(
                    "SELECT address FROM mail WHERE id {in ?} AND address IS NOT NULL",
                    mails.stream().filter(owner::owns).map(MailId::value).toList(),
                    row -> row.text(1)));
            session.dialect().take(session, owner, all);
            session.listIn(
                    "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key {held}",
                    Spellings.of(session, owner).all(all),
                    row -> true,
                    owner.account());
        }
    }

    @Override
    public boolean claimMessage(ReturnedMessage message, Instant now) {
        return session.update(
                        """
                        INSERT INTO bounce_message (account, hash, uid, message_id, size, taken) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (account, hash) DO NOTHING
                        """,
                        owner.account(),
                        message.hash(),
                        message.uid().orElse(null),
                        message.messageId().orElse(null),
                        message.size(),
                        now.toEpochMilli())
                == 1;
    }

    @Override
    public void quarantine(ReturnedMessage message, String why) {
        session.update(
                "UPDATE bounce_message SET aside = ? WHERE account = ? AND hash = ?",
                why,
                owner.account(),
                message.hash());
    }

    @Override
    public Optional<SentMail> findMail(MailId id) {
        return new MailTable(session, owner, account)
                .find(id)
                .filter(mail -> mail.attempts > 0)
                .flatMap(BouncesAtWork::sent);
    }

    /** Of a mail that has been settled. */
    static Optional<SentMail> sent(MailRow mail) {
        return mail.identity
                .address()
                .map(address ->
                        new SentMail(new MailId(mail.identity.id()), address, mail.identity.run(), mail.changed));
    }

    @Override
    public Optional<SentMail> findLastMail(EmailAddress address, Instant since) {
        return lastMailed(address, since);
    }

    @Override
    public Bounce insert(Bounce bounce) {
        return table.add(bounce);
    }

    @Override
    public void update(Bounce bounce) {
        table.change(bounce);
    }

    @Override
    public void hold(Bounce bounce, MarkingPause pause) {
        table.hold(bounce, pause.number());
    }

    @Override
    public List<Bounce> listHeld(MarkingPause pause) {
        return table.held(pause.number());
    }

    @Override
    public Set<EmailAddress> mark(Map<EmailAddress, Provenance> why) {
        return marks.mark(why);
    }

    @Override
    public boolean unmark(EmailAddress address, Provenance why) {
        return marks.unmark(address, why);
    }

    @Override
    public void optOut(Bounce.BouncedMail subject, Provenance why) {
        new OptOutsOfMail(session, owner, clock).optOut(subject.mail().flatMap(this::prospect), subject.address(), why);
    }

    private Optional<ProspectId> prospect(MailId mail) {
        return new MailTable(session, owner, account).find(mail).flatMap(row -> row.identity.prospect());
    }

    @Override
    public long countBounced(Optional<String> domain, BounceReason reason, Instant hour) {
        return bounced.mails(domain, reason, hour);
    }

    @Override
    public long countMailed(Optional<String> domain, Instant hour) {
        return mailed.mails(domain, hour);
    }

    @Override
    public List<MarkingPause> listPauses(Set<BounceReason> reasons, Set<String> domains) {
        return pauses.of(reasons, domains);
    }

    @Override
    public MarkingPause startPause(
            Optional<String> domain, BounceReason reason, Instant hour, Volume volume, Instant now) {
        return pauses.begin(domain, reason, hour, volume, now);
    }

    @Override
    public void endPause(MarkingPause pause, MarkingPause.PauseEnd end) {
        pauses.end(pause, end);
    }

    @Override
    public void setPolicy(BouncePolicy policy) {
        session.update(
                """
                INSERT INTO bounce_policy (account, soft_bounces, spread, pause_share, pause_least, alert_share, alert_least)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (account) DO UPDATE SET soft_bounces = excluded.soft_bounces, spread = excluded.spread,
                    pause_share = excluded.pause_share, pause_least = excluded.pause_least,
                    alert_share = excluded.alert_share, alert_least = excluded.alert_least
                """,
                owner.account(),
                policy.softBounces(),
                policy.minSpan().toMillis(),
                policy.pauseShare(),
                policy.pauseMinimum(),
                policy.alertShare(),
                policy.alertMinimum());
    }
}
