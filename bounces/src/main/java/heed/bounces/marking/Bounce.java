package heed.bounces.marking;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.VerdictKind;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What was said of one mail of ours, kept: by a message that came back, or by the answer to our own attempt. It holds an
 * address and texts of others: not for logs.
 *
 * @param recordedAt when it was kept
 * @param bouncedMail which mail and address it is about, as far as that is known
 * @param messageHash the hash of the message that said it ({@link ReturnedMessage#hash}); empty for an answer to our own attempt
 * @param diagnosis as in {@link BounceVerdict}
 * @param classifier the version that gave the diagnosis
 */
public record Bounce(
        BounceId id,
        Instant recordedAt,
        VerdictKind kind,
        BouncedMail bouncedMail,
        Optional<String> messageHash,
        Optional<Diagnosis> diagnosis,
        BounceVerdict.DeliveryReport report,
        String classifier,
        BounceStatus status) {

    /**
     * What a bounce is about.
     *
     * @param sentAt when a relay took the mail or refused it
     */
    public record BouncedMail(
            Optional<EmailAddress> address, Optional<MailId> mail, Optional<RunId> run, Optional<Instant> sentAt) {
        /** Nothing that is known. */
        public static final BouncedMail UNKNOWN =
                new BouncedMail(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private BouncedMail asStored() {
            return new BouncedMail(address, mail, run, sentAt.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    /** What it may do to its address; never, unless it failed and is taken for what it says. */
    public BounceReason.MarkRule markRule() {
        return kind == VerdictKind.FAILED && status == BounceStatus.COUNTS
                ? diagnosis.map(cause -> cause.reason().markRule()).orElse(BounceReason.MarkRule.NEVER)
                : BounceReason.MarkRule.NEVER;
    }

    /** Whether it marks its address by itself. */
    public boolean marksImmediately() {
        return markRule() == BounceReason.MarkRule.HARD_AT_ONCE
                && diagnosis.map(Diagnosis::kind).equals(Optional.of(BounceKind.HARD));
    }

    /** Whether it is one of those that together mark their address. */
    public boolean countsTowardMark() {
        return markRule() != BounceReason.MarkRule.NEVER && !marksImmediately();
    }

    /** The message that bounced: several reports about one mail are about one. */
    Object countedMail() {
        return bouncedMail.mail().<Object>map(mail -> mail).orElse(id);
    }

    /** As it is read again, once it is kept. */
    public Bounce asStored(BounceId storedId) {
        return new Bounce(
                storedId,
                recordedAt.truncatedTo(ChronoUnit.MILLIS),
                kind,
                bouncedMail.asStored(),
                messageHash,
                diagnosis,
                report,
                classifier,
                status);
    }

    Bounce withStatus(BounceStatus newStatus) {
        return new Bounce(id, recordedAt, kind, bouncedMail, messageHash, diagnosis, report, classifier, newStatus);
    }

    /** It holds an address: only what it is is for logs. */
    @Override
    public String toString() {
        return "bounce " + id + ", " + kind.label();
    }
}
