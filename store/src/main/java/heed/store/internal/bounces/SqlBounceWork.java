package heed.store.internal.bounces;

import heed.bounces.BounceReason;
import heed.bounces.PersonalMail;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceWork;
import heed.bounces.marking.MarkingPause;
import heed.bounces.marking.Quarantined;
import heed.bounces.marking.ReturnedMessage;
import heed.bounces.marking.SentMail;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIdentity;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.prospects.RecipientOptOuts;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.ForgottenAddresses;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Changes an account's bounces in one transaction. */
public final class SqlBounceWork extends SqlBounceReading implements BounceWork {
    private final String accountName;
    private final Clock clock;
    private final HourlyMailCounts mailCounts;

    SqlBounceWork(SqlSession session, AccountKey account, String accountName, Clock clock) {
        this(session, account, accountName, clock, new HourlyMailCounts(session, account));
    }

    /** @param mailCounts the mails that the transaction has counted so far */
    public SqlBounceWork(
            SqlSession session, AccountKey account, String accountName, Clock clock, HourlyMailCounts mailCounts) {
        super(session, account);
        this.accountName = accountName;
        this.clock = clock;
        this.mailCounts = mailCounts;
    }

    /** Writes the counts of bounced mails; must be called before the transaction ends. */
    public void flush() {
        bounceCounts.flush();
    }

    /**
     * Locks the addresses that may be marked, and the prospects who have them, before anything else is locked. The
     * addresses of mails never change, so they are read without locking the mails.
     */
    public static void lockAddresses(
            SqlSession session, AccountKey account, Collection<MailId> mails, Collection<EmailAddress> addresses) {
        if (session.dialect().hasConcurrentWriters()) {
            Set<String> allAddresses = new TreeSet<>();
            addresses.forEach(address -> allAddresses.add(address.value()));
            allAddresses.addAll(session.queryIn(
                    "SELECT address FROM mail WHERE id {in ?} AND address IS NOT NULL",
                    mails.stream().filter(account::owns).map(MailId::value).toList(),
                    row -> row.text(1)));
            session.dialect().lockAddresses(session, account, allAddresses);
            session.queryIn(
                    "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key {for update}",
                    AddressAliases.load(session, account).withAliases(allAddresses),
                    row -> true,
                    account.id());
        }
    }

    @Override
    public boolean claimMessage(ReturnedMessage message, Instant now) {
        return session.update(
                        """
                        INSERT INTO bounce_message (account, hash, uid, message_id, size, taken) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (account, hash) DO NOTHING
                        """,
                        account.id(),
                        message.hash(),
                        message.uid().orElse(null),
                        message.messageId().orElse(null),
                        message.size(),
                        now.toEpochMilli())
                == 1;
    }

    @Override
    public void quarantine(
            ReturnedMessage message, String reason, Optional<PersonalMail> personal, Quarantined.RepliedMail replied) {
        session.update(
                "UPDATE bounce_message SET aside = ? WHERE account = ? AND hash = ?",
                reason,
                account.id(),
                message.hash());
        session.update(
                """
                INSERT INTO aside_mail (account, hash, sender, subject, excerpt, asks_opt_out, mail, missing_recipient)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, hash) DO NOTHING
                """,
                account.id(),
                message.hash(),
                personal.flatMap(PersonalMail::sender).map(EmailAddress::value).orElse(null),
                personal.map(PersonalMail::subject).orElse(null),
                personal.map(PersonalMail::excerpt).orElse(null),
                personal.filter(PersonalMail::asksOptOut).isPresent(),
                replied.mail().map(MailId::value).orElse(null),
                replied.missing().map(EmailAddress::value).orElse(null));
    }

    @Override
    public void fileQuarantined(long number, String outcome, Instant now) {
        session.update(
                "UPDATE aside_mail SET filed = ?, filed_as = ? WHERE account = ? AND id = ?",
                now.toEpochMilli(),
                outcome,
                account.id(),
                number);
    }

    @Override
    public Optional<SentMail> findMail(MailId id) {
        return new MailTable(session, account, accountName).find(id).flatMap(SentMail::of);
    }

    @Override
    public Optional<SentMail> findMail(MailMark mark) {
        return new MailTable(session, account, accountName)
                .find(mark.mail())
                .filter(mail -> mail.identity().isNamedBy(mark))
                .flatMap(SentMail::of);
    }

    @Override
    public Optional<SentMail> findLastMail(EmailAddress address, Instant since) {
        return queryLastMail(address, since);
    }

    @Override
    public Set<EmailAddress> findErased(Set<EmailAddress> addresses) {
        return new ForgottenAddresses(session, account, aliases.matching())
                .findErasures(addresses.stream().map(EmailAddress::value).toList())
                .keySet();
    }

    @Override
    public Bounce insert(Bounce bounce) {
        return table.insert(bounce);
    }

    @Override
    public void update(Bounce bounce) {
        table.update(bounce);
    }

    @Override
    public void hold(Bounce bounce, MarkingPause pause) {
        table.hold(bounce, pause.number());
    }

    @Override
    public List<Bounce> listHeld(MarkingPause pause) {
        return table.listHeld(pause.number());
    }

    @Override
    public Set<EmailAddress> mark(Map<EmailAddress, Provenance> provenances) {
        return marks.mark(provenances);
    }

    @Override
    public boolean unmark(EmailAddress address, Provenance provenance) {
        return marks.unmark(address, provenance);
    }

    @Override
    public void optOut(Bounce.BouncedMail subject, Provenance provenance) {
        new RecipientOptOuts(session, account, clock)
                .optOut(subject.mail().flatMap(this::findProspect), subject.address(), provenance);
    }

    private Optional<ProspectId> findProspect(MailId mail) {
        return new MailTable(session, account, accountName)
                .find(mail)
                .map(Mail::identity)
                .flatMap(MailIdentity::prospect);
    }

    @Override
    public long countBounced(Optional<String> domain, BounceReason reason, Instant hour) {
        return bounceCounts.count(domain, reason, hour);
    }

    @Override
    public long countMailed(Optional<String> domain, Instant hour) {
        return mailCounts.count(domain, hour);
    }

    @Override
    public List<MarkingPause> listPauses(Set<BounceReason> reasons, Set<String> domains) {
        return pauses.find(reasons, domains);
    }

    @Override
    public MarkingPause startPause(
            Optional<String> domain, BounceReason reason, Instant hour, Volume volume, Instant now) {
        return pauses.start(domain, reason, hour, volume, now);
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
                account.id(),
                policy.softBounces(),
                policy.minSpan().toMillis(),
                policy.pauseShare(),
                policy.pauseMinimum(),
                policy.alertShare(),
                policy.alertMinimum());
    }
}
