package heed.store.internal.mail;

import heed.mail.MailId;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIdentity;
import heed.mail.unsubscribe.OptOutStore;
import heed.model.fact.Provenance;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.prospects.RecipientOptOuts;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
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
    public boolean optOut(MailId mail, Instant now) {
        return database.write(session -> optOut(session, mail, now));
    }

    private boolean optOut(SqlSession session, MailId id, Instant now) {
        Optional<Mail> found = new MailTable(session, account, accountName).find(id);
        if (found.isEmpty()) {
            return false;
        }
        MailIdentity mail = found.get().identity();
        new RecipientOptOuts(session, account, clock).optOut(mail.prospect(), mail.address(), provenance(id, now));
        return true;
    }

    private static Provenance provenance(MailId mail, Instant now) {
        return new Provenance(
                now,
                "recipient",
                Provenance.Origin.UNSUBSCRIBE,
                "asked by the link of a mail",
                Optional.of("mail " + mail),
                Optional.empty()); // no run: undoing the run of the mail must not take this back
    }
}
