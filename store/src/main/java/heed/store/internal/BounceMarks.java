package heed.store.internal;

import heed.model.EmailAddress;
import heed.model.Provenance;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The addresses that bounces mark, and with them whoever has these. */
final class BounceMarks {
    private final Session session;
    private final Owner owner;

    BounceMarks(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    Optional<Instant> since(EmailAddress address) {
        return session
                .listIn(
                        "SELECT since FROM bounced_address WHERE account = ? AND address {in ?} ORDER BY since",
                        spelled(address),
                        row -> Instant.ofEpochMilli(row.number(1)),
                        owner.account())
                .stream()
                .findFirst();
    }

    boolean mark(EmailAddress address, Provenance why) {
        if (since(address).isPresent()) {
            return false;
        }
        session.update(
                "INSERT INTO bounced_address (account, address, since, provenance) VALUES (?, ?, ?, ?)",
                owner.account(),
                address.value(),
                why.at().toEpochMilli(),
                Provenances.keep(session, why));
        Spellings.of(session, owner).keep(List.of(address.value()));
        Changes changes = changes(why);
        changes.bounced(address.value());
        changes.flush();
        return true;
    }

    boolean unmark(EmailAddress address, Provenance why) {
        Collection<String> spelled = spelled(address);
        int ended = session.update(
                "DELETE FROM bounced_address WHERE account = ? AND address {in ?}", owner.account(), spelled);
        if (ended == 0) {
            return false;
        }
        boolean left = session.yes(
                "SELECT EXISTS (SELECT 1 FROM bounce_evidence WHERE account = ? AND address {in ?})",
                owner.account(),
                spelled);
        if (!left) { // else those who have it are Bounced for that still
            Changes changes = changes(why);
            changes.notBounced(address.value());
            changes.flush();
        }
        return true;
    }

    private Collection<String> spelled(EmailAddress address) {
        return Spellings.of(session, owner).all(List.of(address.value()));
    }

    private Changes changes(Provenance why) {
        return new Changes(session, owner, Accounts.catalog(session, owner), new ProspectVersions(), why);
    }
}
