package heed.store.internal.mail;

import heed.mail.MailId;
import heed.mail.unsubscribe.OptOutStore;
import heed.model.fact.Provenance;
import heed.store.internal.outbox.MailRow;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.prospects.RecipientOptOuts;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Opt-outs by a mail's link: of those whom {@link RecipientOptOuts} finds. */
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
        Optional<MailRow> found = new MailTable(session, account, accountName).find(id);
        if (found.isEmpty()) {
            return false;
        }
        MailRow mail = found.get();
        new RecipientOptOuts(session, account, clock)
                .optOut(mail.identity.prospect(), mail.identity.address(), provenance(id, now));
        return true;
    }

    private static Provenance provenance(MailId mail, Instant now) {
        return new Provenance(
                now,
                "recipient",
                Provenance.Origin.UNSUBSCRIBE,
                "asked by the link of a mail",
                Optional.of("mail " + mail),
                Optional.empty()); // the run asked for nothing: undoing it must not take this back
    }
}
