package heed.store.internal.mail;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.outbox.ExistingMails;
import heed.store.internal.outbox.MailRow;
import heed.store.internal.outbox.MailRow.MailIdentity;
import heed.store.internal.outbox.MailTable;
import heed.store.internal.outbox.RunSendingStates;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.SuppressionQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Claims that are decided in one transaction, which holds what their rules ask: it is read at once, then each is decided
 * after the one before.
 */
final class ClaimBatch {
    private final SqlSession session;
    private final AccountKey account;
    private final Instant now;
    private final Duration lease;
    private final MailTable table;
    private final AddressAliases aliases;
    private final ExistingMails holders;
    private final Set<MailRow> added = new LinkedHashSet<>();
    private final Set<MailRow> changed = new LinkedHashSet<>();
    private final Map<ProspectId, String> currentAddresses = new HashMap<>();
    private final Map<String, SkipReason> suppressed = new HashMap<>();

    ClaimBatch(SqlSession session, AccountKey account, String accountName, Instant now, Duration lease) {
        this.session = session;
        this.account = account;
        this.now = now;
        this.lease = lease;
        this.table = new MailTable(session, account, accountName);
        this.aliases = AddressAliases.load(session, account);
        this.holders = new ExistingMails(table, aliases);
    }

    /**
     * Takes the claims' addresses, then holds whom they are of, so that the flags that suppress them stay as they are. What
     * is read from here on is what was committed before.
     */
    static void lockRecipients(SqlSession session, AccountKey account, List<Claim> claims) {
        if (session.dialect().hasConcurrentWriters()) {
            Set<String> addresses =
                    claims.stream().map(claim -> claim.address().value()).collect(Collectors.toSet());
            session.dialect().lockAddresses(session, account, addresses);
            session.queryIn(
                    "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key {for update}",
                    AddressAliases.load(session, account).withAliases(addresses),
                    row -> true,
                    account.id());
        }
    }

    List<ClaimVerdict> decide(List<Claim> claims) {
        List<RunId> runs = claims.stream()
                .flatMap(claim -> claim.run().stream())
                .distinct()
                .toList();
        runs.forEach(new RunTable(session, account)::require);
        claims.forEach(claim -> claim.prospect().ifPresent(account::requireOwned));
        Map<MessageKey, List<Claim>> byKey = claims.stream().collect(Collectors.groupingBy(Claim::key));
        byKey.forEach((key, keyClaims) -> holders.load(
                key,
                keyClaims.stream().flatMap(claim -> claim.prospect().stream()).toList(),
                keyClaims.stream().map(Claim::address).toList()));
        RunSendingStates sending = new RunSendingStates(session, holders.all(), runs);
        readAddresses(claims);
        readSuppressed(claims);
        List<ClaimVerdict> verdicts = new ArrayList<>();
        for (Claim claim : claims) {
            verdicts.add(decide(claim, sending));
        }
        changed.removeAll(added);
        table.insert(added);
        aliases.add(claims.stream().map(claim -> claim.address().value()).toList());
        table.update(changed);
        return verdicts;
    }

    /** Of those whom the mails are for: the claims' prospects or, of a claim without, the prospect of the address's mail. */
    private void readAddresses(List<Claim> claims) {
        Set<Long> keys = new LinkedHashSet<>();
        claims.forEach(claim -> claim.prospect().ifPresent(prospect -> keys.add(prospect.value())));
        holders.all().forEach(mail -> mail.identity.prospect().ifPresent(prospect -> keys.add(prospect.value())));
        session.queryIn(
                        "SELECT key, email FROM prospect WHERE key {in ?}" + " AND email IS NOT NULL",
                        keys,
                        row -> Map.entry(new ProspectId(row.number(1)), row.text(2)))
                .forEach(entry -> currentAddresses.put(entry.getKey(), entry.getValue()));
    }

    private void readSuppressed(List<Claim> claims) {
        Set<EmailAddress> claimedAddresses = claims.stream().map(Claim::address).collect(Collectors.toSet());
        SuppressionQueries.findOldest(session, account, claimedAddresses)
                .forEach((address, suppression) -> suppressed.put(address.value(), SkipReason.suppressed(suppression)));
    }

    /** Rules 1 and 2 of {@link heed.mail.gate.Attempts#claim}. */
    private ClaimVerdict decide(Claim claim, RunSendingStates sending) {
        Optional<MailRow> prospectMail = claim.prospect().flatMap(prospect -> holders.find(claim.key(), prospect));
        if (prospectMail.isPresent() && !prospectMail.get().identity.address().equals(Optional.of(claim.address()))) {
            return new ClaimVerdict.Denied(SkipReason.duplicate(claim.prospect()));
        }
        Optional<MailRow> addressMail = holders.find(claim.key(), claim.address());
        if (addressMail.isPresent() && belongsToAnother(addressMail.get(), claim)) {
            SkipReason duplicate =
                    SkipReason.duplicate(addressMail.get().identity.prospect());
            if (prospectMail.isEmpty() && claim.prospect().isPresent()) {
                MailRow skipped = newRow(claim);
                skipped.refuse(SendState.SKIPPED, duplicate, now);
                add(skipped);
            }
            return new ClaimVerdict.Denied(duplicate);
        }
        return decide(addressMail.orElseGet(() -> add(newRow(claim))), claim.address(), sending);
    }

    /** A claim without a prospect fits any mail to its address, though not to another spelling of it. */
    private static boolean belongsToAnother(MailRow mail, Claim claim) {
        return claim.prospect().isPresent()
                ? !mail.identity.prospect().equals(claim.prospect())
                : !mail.identity.address().equals(Optional.of(claim.address()));
    }

    /** Rules 3 to 8. */
    private ClaimVerdict decide(MailRow mail, EmailAddress address, RunSendingStates sending) {
        Optional<SkipReason> earlierReason = SkipReason.forState(mail.state, mail.changed);
        if (earlierReason.isPresent()) {
            return new ClaimVerdict.Denied(earlierReason.get());
        }
        if (sending.isCancelled(mail)) {
            return refuse(mail, SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now));
        }
        if (sending.isPaused(mail)) {
            return new ClaimVerdict.Denied(SkipReason.of(SkipReason.SkipCode.PAUSED));
        }
        Optional<ProspectId> prospect = mail.identity.prospect();
        if (prospect.isPresent() && !address.value().equals(currentAddresses.get(prospect.get()))) {
            return refuse(mail, SendState.SKIPPED, SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED));
        }
        SkipReason suppressedReason = suppressed.get(address.value());
        if (suppressedReason != null) {
            return refuse(mail, SendState.SKIPPED, suppressedReason);
        }
        mail.startAttempt(now, lease);
        changed.add(mail);
        return new ClaimVerdict.Granted(new AttemptId(new MailId(mail.identity.id()), mail.attempts), now);
    }

    private ClaimVerdict refuse(MailRow mail, SendState state, SkipReason reason) {
        mail.refuse(state, reason, now);
        changed.add(mail);
        return new ClaimVerdict.Denied(reason);
    }

    private MailRow newRow(Claim claim) {
        return new MailRow(
                new MailIdentity(
                        table.nextId(),
                        table.messageId(claim.key()),
                        claim.key(),
                        claim.messageClass(),
                        claim.prospect(),
                        Optional.of(claim.address()),
                        claim.run()),
                now);
    }

    private MailRow add(MailRow mail) {
        added.add(mail);
        holders.add(mail);
        return mail;
    }
}
