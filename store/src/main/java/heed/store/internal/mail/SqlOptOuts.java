package heed.store.internal.mail;

import heed.mail.MailMark;
import heed.mail.gate.Mail;
import heed.mail.unsubscribe.OptOutRules;
import heed.mail.unsubscribe.OptOutRules.OptOutSubject;
import heed.mail.unsubscribe.OptOutStore;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.prospects.RecipientOptOuts;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.SuppressionQueries;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Opt-outs by the unsubscribe link of a mail. {@link heed.mail.unsubscribe.OptOutRules} decide whom they concern. */
final class SqlOptOuts implements OptOutStore {
    private final SqlDatabase database;
    private final AccountKey account;
    private final String accountName;
    private final Clock clock;

    SqlOptOuts(SqlDatabase database, AccountKey account, String accountName, Clock clock) {
        this.database = database;
        this.account = account;
        this.accountName = accountName;
        this.clock = clock;
    }

    @Override
    public Optional<MailRecipient> findRecipient(MailMark mark) {
        return database.read(session -> find(session, mark)
                .map(subject -> new MailRecipient(
                        subject.address(),
                        subject.address()
                                .filter(address -> isOptedOut(session, address))
                                .isPresent())));
    }

    private boolean isOptedOut(SqlSession session, EmailAddress address) {
        return SuppressionQueries.find(session, account, address).stream()
                .anyMatch(suppression -> suppression.reason() == SuppressionReason.EMAIL_OPT_OUT);
    }

    @Override
    public boolean optOut(MailMark mark, Instant now) {
        return database.write(session -> find(session, mark)
                .map(subject -> {
                    new RecipientOptOuts(session, account, clock)
                            .optOut(
                                    subject.prospect(),
                                    subject.address(),
                                    provenance(subject, now, "asked by the link of a mail"));
                    return true;
                })
                .orElse(false));
    }

    @Override
    public TakeBack takeBack(MailMark mark, Instant now) {
        return database.write(session -> find(session, mark)
                .map(subject -> new RecipientOptOuts(session, account, clock)
                                .takeBack(
                                        subject.prospect(),
                                        subject.address(),
                                        provenance(subject, now, "the person took the opt-out back on its page"))
                        ? TakeBack.DONE
                        : TakeBack.NOTHING)
                .orElse(TakeBack.UNKNOWN_MAIL));
    }

    private Optional<OptOutSubject> find(SqlSession session, MailMark mark) {
        return OptOutRules.findSubject(
                mark,
                new MailTable(session, account, accountName).find(mark.mail()).map(Mail::identity));
    }

    private static Provenance provenance(OptOutSubject subject, Instant now, String reason) {
        return new Provenance(
                now,
                "recipient",
                Provenance.Origin.UNSUBSCRIBE,
                reason,
                Optional.of(subject.evidence()),
                Optional.empty()); // no run: undoing the run of the mail must not take this back
    }
}
