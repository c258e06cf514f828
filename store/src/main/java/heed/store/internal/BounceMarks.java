package heed.store.internal;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses that bounces mark, and with them whoever has these. */
final class BounceMarks {
    private final Session session;
    private final Owner owner;
    private final Spellings spellings;

    BounceMarks(Session session, Owner owner, Spellings spellings) {
        this.session = session;
        this.owner = owner;
        this.spellings = spellings;
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

    /** What is to be marked, and the key that the reason is kept by. */
    private record Mark(EmailAddress address, Provenance why, long provenance) {}

    Set<EmailAddress> mark(Map<EmailAddress, Provenance> why) {
        Set<String> known = marked(why.keySet());
        List<Mark> marks = new ArrayList<>();
        why.forEach((address, reason) -> {
            if (known.add(spellings.mailbox(address.value()))) {
                marks.add(new Mark(address, reason, Provenances.keep(session, reason)));
            }
        });
        if (marks.isEmpty()) {
            return Set.of();
        }
        session.batch(
                "INSERT INTO bounced_address (account, address, since, provenance) VALUES (?, ?, ?, ?)",
                marks,
                (mark, bindings) -> bindings.add(owner.account())
                        .add(mark.address.value())
                        .add(mark.why.at().toEpochMilli())
                        .add(mark.provenance));
        spellings.keep(marks.stream().map(mark -> mark.address.value()).toList());
        Changes changes = changes(marks.get(0).why);
        changes.bounced(marks.stream()
                .collect(Collectors.toMap(mark -> spellings.mailbox(mark.address.value()), mark -> mark.why)));
        marks.forEach(mark -> changes.kept(mark.why, mark.provenance));
        changes.flush();
        return marks.stream().map(Mark::address).collect(Collectors.toSet());
    }

    /** The mailboxes of these addresses that are marked. */
    private Set<String> marked(Collection<EmailAddress> addresses) {
        return new HashSet<>(session.listIn(
                "SELECT address FROM bounced_address WHERE account = ? AND address {in ?}",
                spellings.all(addresses.stream().map(EmailAddress::value).toList()),
                row -> spellings.mailbox(row.text(1)),
                owner.account()));
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
        return spellings.all(List.of(address.value()));
    }

    private Changes changes(Provenance why) {
        return new Changes(session, owner, Accounts.catalog(session, owner), new ProspectVersions(), why, spellings);
    }
}
