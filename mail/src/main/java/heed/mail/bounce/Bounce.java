package heed.mail.bounce;

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
 * @param at when it was kept
 * @param subject which mail and address it is about, as far as that is known
 * @param message the hash of the message that said it ({@link ReturnedMessage#hash}); empty for an answer to our own attempt
 * @param diagnosis as in {@link BounceVerdict}
 * @param classifier the version that gave the diagnosis
 */
public record Bounce(
        BounceId id,
        Instant at,
        VerdictKind kind,
        Subject subject,
        Optional<String> message,
        Optional<Diagnosis> diagnosis,
        BounceVerdict.Report report,
        String classifier,
        Standing standing) {

    /**
     * What a bounce is about.
     *
     * @param sent when a relay took the mail or refused it
     */
    public record Subject(
            Optional<EmailAddress> address, Optional<MailId> mail, Optional<RunId> run, Optional<Instant> sent) {
        /** Nothing that is known. */
        public static final Subject UNKNOWN =
                new Subject(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private Subject kept() {
            return new Subject(address, mail, run, sent.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    /** What it may do to its address; never, unless it failed and is taken for what it says. */
    public BounceReason.Marking marking() {
        return kind == VerdictKind.FAILED && standing == Standing.COUNTS
                ? diagnosis.map(why -> why.reason().marking()).orElse(BounceReason.Marking.NEVER)
                : BounceReason.Marking.NEVER;
    }

    /** Whether it marks its address by itself. */
    public boolean marksAtOnce() {
        return marking() == BounceReason.Marking.HARD_AT_ONCE
                && diagnosis.map(Diagnosis::kind).equals(Optional.of(BounceKind.HARD));
    }

    /** Whether it is one of those that together mark their address. */
    public boolean counts() {
        return marking() != BounceReason.Marking.NEVER && !marksAtOnce();
    }

    /** The message that bounced: several reports about one mail are about one. */
    Object counted() {
        return subject.mail().<Object>map(mail -> mail).orElse(id);
    }

    /** As it is read again, once it is kept. */
    public Bounce kept(BounceId as) {
        return new Bounce(
                as,
                at.truncatedTo(ChronoUnit.MILLIS),
                kind,
                subject.kept(),
                message,
                diagnosis,
                report,
                classifier,
                standing);
    }

    Bounce with(Standing other) {
        return new Bounce(id, at, kind, subject, message, diagnosis, report, classifier, other);
    }

    /** It holds an address: only what it is is for logs. */
    @Override
    public String toString() {
        return "bounce " + id + ", " + kind.label();
    }
}
