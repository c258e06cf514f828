package heed.store.internal;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opts out whoever read a mail. The person is the mail's prospect. While that prospect has the mail's address, its opt-out
 * covers both. Once it has another, or the mail was a one-off without a prospect, the one who asked reads mail at the old
 * address and may be the prospect, or whoever has the address now: all of them are opted out, because a person who is not
 * mailed is put right by a word, and one who is mailed against their word is not. An address that no prospect has any more
 * is put on the suppression list itself.
 */
final class OptOutsOfMail {
    private final Session session;
    private final Owner owner;
    private final Clock clock;

    OptOutsOfMail(Session session, Owner owner, Clock clock) {
        this.session = session;
        this.owner = owner;
        this.clock = clock;
    }

    void optOut(Optional<ProspectId> prospect, Optional<EmailAddress> address, Provenance why) {
        session.dialect()
                .take(session, owner, address.map(EmailAddress::value).stream().toList());
        List<ProspectId> namesakes = address.map(this::having).orElse(List.of());
        Set<ProspectId> persons = new LinkedHashSet<>();
        prospect.ifPresent(persons::add);
        if (prospect.isEmpty() || !namesakes.contains(prospect.get())) {
            persons.addAll(namesakes);
        }
        if (!persons.isEmpty()) {
            List<FieldAssertion> assertions = new ArrayList<>();
            persons.forEach(person -> assertions.add(
                    new FieldAssertion(person, StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)))));
            new Work(session, owner, clock).assertFields(assertions, why);
        }
        if (namesakes.isEmpty()) {
            Set<EmailAddress> unused =
                    ListedSuppressions.list(session, owner, address.stream().toList(), why);
        }
    }

    private List<ProspectId> having(EmailAddress address) {
        return session.listIn(
                "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key",
                Spellings.of(session, owner).all(List.of(address.value())),
                row -> new ProspectId(row.number(1)),
                owner.account());
    }
}
