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

/** The addresses that bounces mark, and with them whoever has these. */
final class BounceMarks {
    private final SqlSession session;
    private final AccountKey account;
    private final AddressAliases aliases;

    BounceMarks(SqlSession session, AccountKey account, AddressAliases aliases) {
        this.session = session;
        this.account = account;
        this.aliases = aliases;
    }

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

    /** What is to be marked, and the key that the reason is kept by. */
    private record NewMark(EmailAddress address, Provenance provenance, long provenanceId) {}

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

    /** The mailboxes of these addresses that are marked. */
    private Set<String> findMarkedMailboxes(Collection<EmailAddress> addresses) {
        return new HashSet<>(session.queryIn(
                "SELECT address FROM bounced_address WHERE account = ? AND address {in ?}",
                aliases.withAliases(addresses.stream().map(EmailAddress::value).toList()),
                row -> aliases.mailboxOf(row.text(1)),
                account.id()));
    }

    boolean unmark(EmailAddress address, Provenance provenance) {
        Collection<String> addresses = aliasesOf(address);
        int deleted = session.update(
                "DELETE FROM bounced_address WHERE account = ? AND address {in ?}", account.id(), addresses);
        if (deleted == 0) {
            return false;
        }
        boolean hasFormerHolders = session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM bounce_evidence WHERE account = ? AND address {in ?})",
                account.id(),
                addresses);
        if (!hasFormerHolders) { // else those who have it are Bounced for that still
            FieldAssertions assertions = newAssertions(provenance);
            assertions.unmarkBounced(address.value());
            assertions.flush();
        }
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
