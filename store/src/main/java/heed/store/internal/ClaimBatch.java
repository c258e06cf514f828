package heed.store.internal;

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
import heed.store.internal.MailRow.Identity;
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
    private final Session session;
    private final Owner owner;
    private final Instant now;
    private final Duration lease;
    private final MailTable table;
    private final Spellings spellings;
    private final MailHolders holders;
    private final Set<MailRow> added = new LinkedHashSet<>();
    private final Set<MailRow> changed = new LinkedHashSet<>();
    private final Map<ProspectId, String> addresses = new HashMap<>();
    private final Map<String, SkipReason> suppressed = new HashMap<>();

    ClaimBatch(Session session, Owner owner, String account, Instant now, Duration lease) {
        this.session = session;
        this.owner = owner;
        this.now = now;
        this.lease = lease;
        this.table = new MailTable(session, owner, account);
        this.spellings = Spellings.of(session, owner);
        this.holders = new MailHolders(table, spellings);
    }

    /**
     * Takes the claims' addresses, then holds whom they are of, so that the flags that suppress them stay as they are. What
     * is read from here on is what was committed before.
     */
    static void take(Session session, Owner owner, List<Claim> claims) {
        if (session.dialect().concurrent()) {
            Set<String> addresses =
                    claims.stream().map(claim -> claim.address().value()).collect(Collectors.toSet());
            session.dialect().take(session, owner, addresses);
            session.listIn(
                    "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key {held}",
                    Spellings.of(session, owner).all(addresses),
                    row -> true,
                    owner.account());
        }
    }

    List<ClaimVerdict> decide(List<Claim> claims) {
        List<RunId> runs = claims.stream()
                .flatMap(claim -> claim.run().stream())
                .distinct()
                .toList();
        runs.forEach(new Runs(session, owner)::require);
        claims.forEach(claim -> claim.prospect().ifPresent(owner::require));
        Map<MessageKey, List<Claim>> byKey = claims.stream().collect(Collectors.groupingBy(Claim::key));
        byKey.forEach((key, some) -> holders.read(
                key,
                some.stream().flatMap(claim -> claim.prospect().stream()).toList(),
                some.stream().map(Claim::address).toList()));
        SendingRuns sending = new SendingRuns(session, holders.all(), runs);
        readAddresses(claims);
        readSuppressed(claims);
        List<ClaimVerdict> verdicts = new ArrayList<>();
        for (Claim claim : claims) {
            verdicts.add(decide(claim, sending));
        }
        changed.removeAll(added);
        table.insert(added);
        spellings.keep(claims.stream().map(claim -> claim.address().value()).toList());
        table.update(changed);
        return verdicts;
    }

    /** Of those whom the mails are for: the claims' prospects or, of a claim without, the prospect of the address's mail. */
    private void readAddresses(List<Claim> claims) {
        Set<Long> keys = new LinkedHashSet<>();
        claims.forEach(claim -> claim.prospect().ifPresent(prospect -> keys.add(prospect.value())));
        holders.all().forEach(mail -> mail.identity.prospect().ifPresent(prospect -> keys.add(prospect.value())));
        session.listIn(
                        "SELECT key, email FROM prospect WHERE key {in ?}" + " AND email IS NOT NULL",
                        keys,
                        row -> Map.entry(new ProspectId(row.number(1)), row.text(2)))
                .forEach(entry -> addresses.put(entry.getKey(), entry.getValue()));
    }

    private void readSuppressed(List<Claim> claims) {
        Set<EmailAddress> asked = claims.stream().map(Claim::address).collect(Collectors.toSet());
        Suppressions.oldest(session, owner, asked)
                .forEach((address, suppression) -> suppressed.put(address.value(), SkipReason.suppressed(suppression)));
    }

    /** Rules 1 and 2 of {@link heed.mail.gate.Attempts#claim}. */
    private ClaimVerdict decide(Claim claim, SendingRuns sending) {
        Optional<MailRow> own = claim.prospect().flatMap(prospect -> holders.of(claim.key(), prospect));
        if (own.isPresent() && !own.get().identity.address().equals(Optional.of(claim.address()))) {
            return new ClaimVerdict.Denied(SkipReason.duplicate(claim.prospect()));
        }
        Optional<MailRow> holder = holders.of(claim.key(), claim.address());
        if (holder.isPresent() && isAnothers(holder.get(), claim)) {
            SkipReason duplicate = SkipReason.duplicate(holder.get().identity.prospect());
            if (own.isEmpty() && claim.prospect().isPresent()) {
                MailRow skipped = row(claim);
                skipped.refused(SendState.SKIPPED, duplicate, now);
                add(skipped);
            }
            return new ClaimVerdict.Denied(duplicate);
        }
        return decide(holder.orElseGet(() -> add(row(claim))), claim.address(), sending);
    }

    /** A claim without a prospect fits any mail to its address, though not to another spelling of it. */
    private static boolean isAnothers(MailRow holder, Claim claim) {
        return claim.prospect().isPresent()
                ? !holder.identity.prospect().equals(claim.prospect())
                : !holder.identity.address().equals(Optional.of(claim.address()));
    }

    /** Rules 3 to 8. */
    private ClaimVerdict decide(MailRow mail, EmailAddress address, SendingRuns sending) {
        Optional<SkipReason> before = SkipReason.forState(mail.state, mail.changed);
        if (before.isPresent()) {
            return new ClaimVerdict.Denied(before.get());
        }
        if (sending.cancelled(mail)) {
            return settled(mail, SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now));
        }
        if (sending.paused(mail)) {
            return new ClaimVerdict.Denied(SkipReason.of(SkipReason.SkipCode.PAUSED));
        }
        Optional<ProspectId> prospect = mail.identity.prospect();
        if (prospect.isPresent() && !address.value().equals(addresses.get(prospect.get()))) {
            return settled(mail, SendState.SKIPPED, SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED));
        }
        SkipReason suppression = suppressed.get(address.value());
        if (suppression != null) {
            return settled(mail, SendState.SKIPPED, suppression);
        }
        mail.claimed(now, lease);
        changed.add(mail);
        return new ClaimVerdict.Granted(new AttemptId(new MailId(mail.identity.id()), mail.attempts), now);
    }

    private ClaimVerdict settled(MailRow mail, SendState state, SkipReason why) {
        mail.refused(state, why, now);
        changed.add(mail);
        return new ClaimVerdict.Denied(why);
    }

    private MailRow row(Claim claim) {
        return new MailRow(
                new Identity(
                        table.nextId(),
                        table.message(claim.key()),
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
