package heed.store.internal.bounces;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.prospects.FieldAssertions;
import heed.store.internal.prospects.ProspectVersions;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses that are marked as bounced. Marking an address also sets Bounced of the prospects who have it. */
final class BounceMarks {
    private final SqlSession session;
    private final AccountKey account;
    private final AddressAliases aliases;

    BounceMarks(SqlSession session, AccountKey account, AddressAliases aliases) {
        this.session = session;
        this.account = account;
        this.aliases = aliases;
    }

    /** Returns since when an address or one of its aliases is marked; empty if none is. */
    Optional<Instant> findMarkedSince(EmailAddress address) {
        return session
                .queryIn(
                        "SELECT since FROM bounced_address WHERE account = ? AND address {in ?} ORDER BY since",
                        aliasesOf(address),
                        row -> Instant.ofEpochMilli(row.number(1)),
                        account.id())
                .stream()
                .findFirst();
    }

    /** An address to mark, and the id of its stored provenance. */
    private record NewMark(EmailAddress address, Provenance provenance, long provenanceId) {}

    /** Marks addresses, one per mailbox, and returns those that were not marked before. */
    Set<EmailAddress> mark(Map<EmailAddress, Provenance> provenances) {
        Set<String> markedMailboxes = findMarkedMailboxes(provenances.keySet());
        List<NewMark> marks = new ArrayList<>();
        provenances.forEach((address, provenance) -> {
            if (markedMailboxes.add(aliases.mailboxOf(address.value()))) {
                marks.add(new NewMark(address, provenance, ProvenanceTable.insert(session, provenance)));
            }
        });
        if (marks.isEmpty()) {
            return Set.of();
        }
        session.batch(
                "INSERT INTO bounced_address (account, address, since, provenance) VALUES (?, ?, ?, ?)",
                marks,
                (mark, bindings) -> bindings.add(account.id())
                        .add(mark.address.value())
                        .add(mark.provenance.at().toEpochMilli())
                        .add(mark.provenanceId));
        aliases.add(marks.stream().map(mark -> mark.address.value()).toList());
        FieldAssertions assertions = newAssertions(marks.get(0).provenance);
        assertions.markBounced(marks.stream()
                .collect(Collectors.toMap(mark -> aliases.mailboxOf(mark.address.value()), mark -> mark.provenance)));
        marks.forEach(mark -> assertions.cacheProvenance(mark.provenance, mark.provenanceId));
        assertions.flush();
        return marks.stream().map(NewMark::address).collect(Collectors.toSet());
    }

    /** Returns the marked mailboxes among those of the addresses. */
    private Set<String> findMarkedMailboxes(Collection<EmailAddress> addresses) {
        return new HashSet<>(session.queryIn(
                "SELECT address FROM bounced_address WHERE account = ? AND address {in ?}",
                aliases.withAliases(addresses.stream().map(EmailAddress::value).toList()),
                row -> aliases.mailboxOf(row.text(1)),
                account.id()));
    }

    /**
     * Removes the mark of an address and its aliases. Bounced is cleared of the prospects who are Bounced only because
     * of it.
     *
     * @return whether the address was marked
     */
    boolean unmark(EmailAddress address, Provenance provenance) {
        Collection<String> addresses = aliasesOf(address);
        int deleted = session.update(
                "DELETE FROM bounced_address WHERE account = ? AND address {in ?}", account.id(), addresses);
        if (deleted == 0) {
            return false;
        }
        FieldAssertions assertions = newAssertions(provenance);
        assertions.unmarkBounced(address);
        assertions.flush();
        return true;
    }

    private Collection<String> aliasesOf(EmailAddress address) {
        return aliases.withAliases(List.of(address.value()));
    }

    private FieldAssertions newAssertions(Provenance provenance) {
        return new FieldAssertions(
                session,
                account,
                AccountTable.fieldCatalog(session, account),
                new ProspectVersions(),
                provenance,
                aliases);
    }
}
