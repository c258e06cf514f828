package heed.store.internal;

import heed.mail.MailId;
import heed.mail.OptOuts;
import heed.model.EmailAddress;
import heed.model.FieldAssertion;
import heed.model.ProspectId;
import heed.model.Provenance;
import heed.model.StandardFields;
import heed.model.Value;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opt-outs by a mail's link. The person is the mail's prospect. While that prospect has the mail's address, its opt-out
 * covers both. Once it has another, or the mail was a one-off without a prospect, the one who clicked reads mail at the old
 * address and may be the prospect, or whoever has the address now: all of them are opted out, because a person who is not
 * mailed is put right by a word, and one who is mailed against their word is not. An address that no prospect has any more
 * is put on the suppression list itself.
 */
final class SqliteOptOuts implements OptOuts {
    private final Database database;
    private final Owner owner;
    private final String account;
    private final Clock clock;

    SqliteOptOuts(Database database, Owner owner, String account, Clock clock) {
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
        MailRow mail = new MailTable(session, owner, account).ofIds(List.of(id)).get(id);
        if (mail == null) {
            return false;
        }
        Optional<ProspectId> prospect = mail.identity.prospect();
        List<ProspectId> namesakes =
                mail.identity.address().map(address -> having(session, address)).orElse(List.of());
        Set<ProspectId> persons = new LinkedHashSet<>();
        prospect.ifPresent(persons::add);
        if (prospect.isEmpty() || !namesakes.contains(prospect.get())) {
            persons.addAll(namesakes);
        }
        if (!persons.isEmpty()) {
            List<FieldAssertion> assertions = new ArrayList<>();
            persons.forEach(person -> assertions.add(
                    new FieldAssertion(person, StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)))));
            new Work(session, owner, clock).assertFields(assertions, provenance(id, now));
        }
        if (namesakes.isEmpty()) {
            Set<EmailAddress> unused = ListedSuppressions.list(
                    session, owner, mail.identity.address().stream().toList(), provenance(id, now));
        }
        return true;
    }

    private List<ProspectId> having(Session session, EmailAddress address) {
        return session.listIn(
                "SELECT key FROM prospect WHERE account = ? AND email IN (SELECT value FROM json_each(?)) ORDER BY key",
                Spellings.of(session, owner).all(List.of(address.value())),
                row -> new ProspectId(row.number(1)),
                owner.account());
    }

    private static Provenance provenance(MailId mail, Instant now) {
        return new Provenance(
                now,
                "recipient",
                Provenance.Source.UNSUBSCRIBE,
                "asked by the link of a mail",
                Optional.of("mail " + mail),
                Optional.empty()); // the run asked for nothing: undoing it must not take this back
    }
}
