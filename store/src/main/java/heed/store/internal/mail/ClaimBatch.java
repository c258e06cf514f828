package heed.store.internal.mail;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimRules;
import heed.mail.gate.ClaimVerdict;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIndex;
import heed.mail.gate.RunSendingStates;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.Suppression;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.outbox.RunSendingTable;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.SuppressionQueries;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The claims of one transaction: loads what {@link ClaimRules} look up, in a few statements for all, and writes what
 * they change.
 */
final class ClaimBatch {
    private final SqlSession session;
    private final AccountKey account;
    private final MailTable table;
    private final AddressAliases aliases;
    private final MailIndex mails;

    /** @param aliases as they are while the claims' addresses are locked */
    ClaimBatch(SqlSession session, AccountKey account, String accountName, AddressAliases aliases) {
        this.session = session;
        this.account = account;
        this.table = new MailTable(session, account, accountName);
        this.aliases = aliases;
        this.mails = new MailIndex(aliases.matching());
    }

    /**
     * Locks the claims' addresses, then the prospects that have them, so that the flags that suppress them stay as they
     * are. What the transaction reads from here on was committed before.
     *
     * @return the account's aliases, which nobody changes while the addresses are locked
     */
    static AddressAliases lockRecipients(SqlSession session, AccountKey account, List<Claim> claims) {
        if (!session.dialect().hasConcurrentWriters()) {
            return AddressAliases.load(session, account);
        }
        Set<String> addresses =
                claims.stream().map(claim -> claim.address().value()).collect(Collectors.toSet());
        session.dialect().lockAddresses(session, account, addresses);
        AddressAliases aliases = AddressAliases.load(session, account);
        session.queryIn(
                "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key {for update}",
                aliases.withAliases(addresses),
                row -> true,
                account.id());
        return aliases;
    }

    List<ClaimVerdict> decide(List<Claim> claims, Instant now, SenderId holder) {
        List<RunId> runs = claims.stream()
                .flatMap(claim -> claim.run().stream())
                .distinct()
                .toList();
        runs.forEach(new RunTable(session, account)::require);
        claims.forEach(claim -> claim.prospect().ifPresent(account::requireOwned));
        loadMails(claims);
        RunSendingStates sending = RunSendingTable.load(session, mails.all(), runs);
        ClaimRules rules = new ClaimRules(mails, sending, loadLookup(claims), now, holder);
        List<ClaimVerdict> verdicts = claims.stream().map(rules::decide).toList();
        table.insert(rules.added());
        aliases.add(claims.stream().map(claim -> claim.address().value()).toList());
        table.update(rules.changed());
        return verdicts;
    }

    /** Decides whether an attempt may complete its message. The claim is of the attempt's mail. */
    ClaimVerdict confirm(AttemptId attempt, Claim claim, Instant now) {
        Mail mail = Optional.ofNullable(table.findByIds(List.of(attempt.mail())).get(attempt.mail()))
                .orElseThrow();
        mails.add(mail);
        ClaimVerdict verdict = ClaimRules.confirm(mail, attempt.number(), loadLookup(List.of(claim)), now);
        table.update(List.of(mail));
        return verdict;
    }

    private void loadMails(List<Claim> claims) {
        Map<MessageKey, List<Claim>> byKey = claims.stream().collect(Collectors.groupingBy(Claim::key));
        byKey.forEach((key, keyClaims) -> table.load(
                mails,
                aliases,
                key,
                keyClaims.stream().flatMap(claim -> claim.prospect().stream()).toList(),
                keyClaims.stream().map(Claim::address).toList()));
    }

    private LoadedLookup loadLookup(List<Claim> claims) {
        return new LoadedLookup(
                loadAddresses(claims),
                SuppressionQueries.findOldest(
                        session,
                        account,
                        aliases,
                        claims.stream().map(Claim::address).collect(Collectors.toSet())),
                table);
    }

    /**
     * Reads the addresses of the recipients: of the claims' prospects and, for a claim without a prospect, of the
     * prospect whose mail holds the address.
     */
    private Map<ProspectId, String> loadAddresses(List<Claim> claims) {
        Set<Long> keys = new LinkedHashSet<>();
        claims.forEach(claim -> claim.prospect().ifPresent(prospect -> keys.add(prospect.value())));
        mails.all().forEach(mail -> mail.identity().prospect().ifPresent(prospect -> keys.add(prospect.value())));
        Map<ProspectId, String> addresses = new HashMap<>();
        session.queryIn(
                        "SELECT key, email FROM prospect WHERE key {in ?}" + " AND email IS NOT NULL",
                        keys,
                        row -> Map.entry(new ProspectId(row.number(1)), row.text(2)))
                .forEach(entry -> addresses.put(entry.getKey(), entry.getValue()));
        return addresses;
    }

    private record LoadedLookup(
            Map<ProspectId, String> addresses, Map<EmailAddress, Suppression> suppressions, MailTable table)
            implements ClaimRules.ClaimLookup {
        @Override
        public boolean hasAddress(ProspectId prospect, EmailAddress address) {
            return address.value().equals(addresses.get(prospect));
        }

        @Override
        public Optional<Suppression> findOldestSuppression(EmailAddress address) {
            return Optional.ofNullable(suppressions.get(address));
        }

        @Override
        public MailId newMailId() {
            return table.newMailId();
        }
    }
}
