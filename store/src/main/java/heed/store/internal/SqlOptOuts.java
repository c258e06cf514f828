package heed.store.internal;

import heed.mail.MailId;
import heed.mail.unsubscribe.OptOutStore;
import heed.model.fact.Provenance;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Opt-outs by a mail's link: of those whom {@link OptOutsOfMail} finds. */
final class SqlOptOuts implements OptOutStore {
    private final Database database;
    private final Owner owner;
    private final String account;
    private final Clock clock;

    SqlOptOuts(Database database, Owner owner, String account, Clock clock) {
        this.database = database;
        this.owner = owner;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public boolean optOut(MailId mail, Instant now) {
        return database.write(session -> optOut(session, mail, now));
    }

    private boolean optOut(Session session, MailId id, Instant now) {
        Optional<MailRow> found = new MailTable(session, owner, account).find(id);
        if (found.isEmpty()) {
            return false;
        }
        MailRow mail = found.get();
        new OptOutsOfMail(session, owner, clock)
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
