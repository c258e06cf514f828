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
 * A stored statement about one of our mails, from a returned message or from the reply to our own delivery attempt. A bounce
 * contains an address and texts of other people and must not be logged.
 *
 * @param recordedAt the time at which it was stored
 * @param bouncedMail the mail and the address that it is about, as far as they are known
 * @param target {@link ReportTarget#RECIPIENT} for a reply to our own attempt
 * @param messageHash the hash of the returned message ({@link ReturnedMessage#hash}); empty for a reply to our own attempt
 * @param diagnosis present under the same condition as in {@link BounceVerdict}
 * @param classifier the version of the classifier that gave the diagnosis
 */
public record Bounce(
        BounceId id,
        Instant recordedAt,
        VerdictKind kind,
        BouncedMail bouncedMail,
        ReportTarget target,
        Optional<String> messageHash,
        Optional<Diagnosis> diagnosis,
        BounceVerdict.DeliveryReport report,
        String classifier,
        BounceStatus status) {

    /**
     * The mail that a bounce is about. Unknown parts are empty.
     *
     * @param sentAt the time at which a relay accepted or refused the mail
     */
    public record BouncedMail(
            Optional<EmailAddress> address, Optional<MailId> mail, Optional<RunId> run, Optional<Instant> sentAt) {
        /** A mail of which nothing is known. */
        public static final BouncedMail UNKNOWN =
                new BouncedMail(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private BouncedMail asStored() {
            return new BouncedMail(address, mail, run, sentAt.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    /**
     * Returns how this bounce affects its address. It is {@link BounceReason.MarkRule#NEVER} unless the mail failed and the
     * status is {@link BounceStatus#COUNTS}.
     */
    public BounceReason.MarkRule markRule() {
        return kind == VerdictKind.FAILED && status == BounceStatus.COUNTS
                ? diagnosis.map(cause -> cause.reason().markRule()).orElse(BounceReason.MarkRule.NEVER)
                : BounceReason.MarkRule.NEVER;
    }

    /** Whether this bounce alone marks its address. A report about another target counts as a soft bounce. */
    public boolean marksImmediately() {
        return target == ReportTarget.RECIPIENT
                && markRule() == BounceReason.MarkRule.HARD_AT_ONCE
                && diagnosis.map(Diagnosis::kind).equals(Optional.of(BounceKind.HARD));
    }

    /** Whether this bounce counts as a soft bounce, several of which mark their address. */
    public boolean countsTowardMark() {
        return markRule() != BounceReason.MarkRule.NEVER && !marksImmediately();
    }

    /** Returns the key of the mail that bounced, so that several reports about one mail count once. */
    Object countedMail() {
        return bouncedMail.mail().<Object>map(mail -> mail).orElse(id);
    }

    /** Returns the bounce as it is read after it was stored: with its id, and with times in milliseconds. */
    public Bounce asStored(BounceId storedId) {
        return new Bounce(
                storedId,
                recordedAt.truncatedTo(ChronoUnit.MILLIS),
                kind,
                bouncedMail.asStored(),
                target,
                messageHash,
                diagnosis,
                report,
                classifier,
                status);
    }

    Bounce withStatus(BounceStatus newStatus) {
        return new Bounce(
                id, recordedAt, kind, bouncedMail, target, messageHash, diagnosis, report, classifier, newStatus);
    }

    /** Returns the bounce without the address and what the report says of it, so that it is no bounce of a person any more. */
    Bounce withoutPerson() {
        return new Bounce(
                id,
                recordedAt,
                kind,
                new BouncedMail(Optional.empty(), bouncedMail.mail(), bouncedMail.run(), bouncedMail.sentAt()),
                target,
                messageHash,
                diagnosis,
                new BounceVerdict.DeliveryReport(
                        report.status(), report.replyCode(), Optional.empty(), Optional.empty(), ""),
                classifier,
                status);
    }

    /** Returns the id and the kind only, so that no address gets into a log. */
    @Override
    public String toString() {
        return "bounce " + id + ", " + kind.label();
    }
}
