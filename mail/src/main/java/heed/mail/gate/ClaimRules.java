package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.MailNonce;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.suppression.Suppression;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of {@link Attempts#claim}, for the claims of one transaction. The first of these rules that applies decides a
 * claim:
 *
 * <ol>
 *   <li>The prospect has a mail of this key to another address: denied as {@code DUPLICATE} of the prospect itself;
 *       nothing changes.
 *   <li>The mail of this key and address belongs to another prospect than the claim's: denied as {@code DUPLICATE}
 *       of that prospect; recorded as skipped for a prospect that has no mail of this key yet. (A claim without a
 *       prospect matches any mail; a mail without a prospect matches only a claim without one.)
 *   <li>The mail is in flight or settled: denied with {@link SkipReason#forState}; the mail does not change.
 *   <li>The mail's run is cancelled: denied as {@code CANCELLED}; the mail becomes cancelled.
 *   <li>The mail's run is paused: denied as {@code PAUSED}; the mail does not change, and none is inserted.
 *   <li>The mail's prospect has changed to another address: denied as {@code ADDRESS_CHANGED}; the mail becomes
 *       skipped.
 *   <li>The address is suppressed: denied as {@code SUPPRESSED} with the oldest suppression; the mail becomes
 *       skipped.
 *   <li>Otherwise granted: the mail, inserted if there is none of this key and address, is in flight from the
 *       instant of the claims, its sender holds it, and the number of its attempt is one higher.
 * </ol>
 *
 * <p>A mail to another spelling of the same mailbox, as the account matches addresses ({@link
 * heed.model.prospect.AddressMatching}), counts as a mail to the address. A claim without a prospect matches no
 * such mail.
 *
 * <p>A store locks the addresses, loads what the rules look up, calls {@link #decide} for each claim in order, and writes
 * what {@link #added} and {@link #changed} return. Not thread-safe.
 */
public final class ClaimRules {
    private final MailIndex mails;
    private final RunSendingStates runs;
    private final ClaimLookup lookup;
    private final Instant now;
    private final SenderId holder;
    private final Set<Mail> added = new LinkedHashSet<>();
    private final Set<Mail> changed = new LinkedHashSet<>();

    /** The other data that the rules depend on, as the store has read it under the locks of the claims. */
    public interface ClaimLookup {
        /** Returns whether a prospect has exactly this address now. */
        boolean hasAddress(ProspectId prospect, EmailAddress address);

        /** Returns the oldest suppression of an address of a claim; empty if nothing suppresses it. */
        Optional<Suppression> findOldestSuppression(EmailAddress address);

        /** Returns an id for a new mail, higher than all before. */
        MailId newMailId();
    }

    /**
     * @param mails the mails of the claims' prospects and mailboxes for the claims' messages
     * @param runs the paused and cancelled ones of the claims' and the mails' runs
     * @param now the instant of the claims, read while the locks are held
     * @param holder makes the attempts
     */
    public ClaimRules(MailIndex mails, RunSendingStates runs, ClaimLookup lookup, Instant now, SenderId holder) {
        this.mails = mails;
        this.runs = runs;
        this.lookup = lookup;
        this.now = now;
        this.holder = holder;
    }

    /** Decides the next claim by the first rule that applies. */
    public ClaimVerdict decide(Claim claim) {
        // Rule 1: the prospect has the message at another address.
        Optional<Mail> prospectMail = claim.prospect().flatMap(prospect -> mails.find(claim.key(), prospect));
        if (prospectMail.isPresent() && !isTo(prospectMail.get(), claim.address())) {
            return new ClaimVerdict.Denied(SkipReason.duplicate(claim.prospect()));
        }
        // Rule 2: somebody else has the message at this address.
        Optional<Mail> addressMail = mails.find(claim.key(), claim.address());
        if (addressMail.isPresent() && belongsToAnother(addressMail.get(), claim)) {
            SkipReason duplicate =
                    SkipReason.duplicate(addressMail.get().identity().prospect());
            if (prospectMail.isEmpty() && claim.prospect().isPresent()) {
                Mail skipped = create(claim);
                skipped.skip(duplicate, now);
                add(skipped);
            }
            return new ClaimVerdict.Denied(duplicate);
        }
        return decide(addressMail.orElseGet(() -> create(claim)), addressMail.isEmpty(), claim.address());
    }

    /** Returns whether a mail is not the claim's. A claim without a prospect fits any mail to exactly its address. */
    private static boolean belongsToAnother(Mail mail, Claim claim) {
        return claim.prospect().isPresent()
                ? !mail.identity().prospect().equals(claim.prospect())
                : !isTo(mail, claim.address());
    }

    private static boolean isTo(Mail mail, EmailAddress address) {
        return mail.identity().address().equals(Optional.of(address));
    }

    private ClaimVerdict decide(Mail mail, boolean isNew, EmailAddress address) {
        // Rule 3: the mail is in flight or settled.
        Optional<SkipReason> earlierReason =
                SkipReason.forState(mail.state(), mail.progress().changedAt());
        if (earlierReason.isPresent()) {
            return new ClaimVerdict.Denied(earlierReason.get());
        }
        // Rules 4 and 5: its run is cancelled or paused.
        if (runs.isPaused(mail) && !runs.isCancelled(mail)) {
            return new ClaimVerdict.Denied(SkipReason.of(SkipReason.SkipCode.PAUSED));
        }
        if (isNew) {
            add(mail);
        }
        if (runs.isCancelled(mail)) {
            return refuse(mail, SkipReason.of(SkipReason.SkipCode.CANCELLED, now));
        }
        Optional<SkipReason> reason = findReason(mail, address, lookup);
        if (reason.isPresent()) {
            return refuse(mail, reason.get());
        }
        // Rule 8: nothing keeps the mail from being sent.
        AttemptId attempt = mail.startAttempt(holder, now);
        changed.add(mail);
        return new ClaimVerdict.Granted(attempt, mail.identity().nonce(), now);
    }

    /**
     * Decides whether the attempt under way of a mail may complete its message now. It may unless rule 6 or 7 applies, or
     * the attempt is not the mail's any more; a cancelled or paused run does not stop it.
     */
    public static ClaimVerdict confirm(Mail mail, int attempt, ClaimLookup lookup, Instant now) {
        if (!mail.isUnderWay(attempt)) {
            return new ClaimVerdict.Denied(
                    SkipReason.forState(mail.state(), mail.progress().changedAt())
                            .orElseGet(() -> SkipReason.of(SkipReason.SkipCode.CLAIMED_ELSEWHERE)));
        }
        Optional<SkipReason> reason = findReason(mail, mail.identity().address().orElseThrow(), lookup);
        if (reason.isPresent()) {
            mail.skip(reason.get(), now);
            return new ClaimVerdict.Denied(reason.get());
        }
        mail.confirmAttempt(now);
        return new ClaimVerdict.Granted(
                new AttemptId(mail.id(), attempt), mail.identity().nonce(), now);
    }

    /** Applies rules 6 and 7. */
    private static Optional<SkipReason> findReason(Mail mail, EmailAddress address, ClaimLookup lookup) {
        // Rule 6: its prospect has another address by now.
        Optional<ProspectId> prospect = mail.identity().prospect();
        if (prospect.isPresent() && !lookup.hasAddress(prospect.get(), address)) {
            return Optional.of(SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED));
        }
        // Rule 7: the address is suppressed.
        return lookup.findOldestSuppression(address).map(SkipReason::suppressed);
    }

    private ClaimVerdict refuse(Mail mail, SkipReason reason) {
        mail.skip(reason, now);
        changed.add(mail);
        return new ClaimVerdict.Denied(reason);
    }

    private Mail create(Claim claim) {
        MailIdentity identity = new MailIdentity(
                lookup.newMailId(),
                Optional.of(MailNonce.random()),
                claim.key(),
                claim.messageClass(),
                claim.prospect(),
                Optional.of(claim.address()),
                claim.run());
        return Mail.create(identity, now);
    }

    private Mail add(Mail mail) {
        added.add(mail);
        mails.add(mail);
        return mail;
    }

    /** Returns the mails that the claims have created, by id. */
    public Set<Mail> added() {
        return added;
    }

    /** Returns the mails that were there before the claims and have changed. */
    public Set<Mail> changed() {
        Set<Mail> existing = new LinkedHashSet<>(changed);
        existing.removeAll(added);
        return existing;
    }
}
