package heed.store.internal;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One mail while a transaction works on it, with the steps that it can take; {@link MailTable} reads and keeps it. */
final class MailRow {
    /** What never changes of it. */
    record Identity(
            long id,
            long message,
            MessageKey key,
            MessageClass kind,
            Optional<ProspectId> prospect,
            Optional<EmailAddress> address,
            Optional<RunId> run) {}

    final Identity identity;
    SendState state = SendState.QUEUED;
    Optional<SkipReason> refusal = Optional.empty();
    int attempts;
    int answered;
    Optional<Instant> firstAnswered = Optional.empty();
    Optional<Instant> due = Optional.empty();
    Optional<Instant> leaseEnd = Optional.empty();
    Instant changed;
    Optional<SmtpReply> reply = Optional.empty();
    String detail = "";

    MailRow(Identity identity, Instant changed) {
        this.identity = identity;
        this.changed = changed;
    }

    void becomes(SendState to, Instant now) {
        state = to;
        changed = now;
        due = Optional.empty();
        leaseEnd = Optional.empty();
    }

    void waits(Instant until, Instant now) {
        becomes(answered > 0 ? SendState.RETRYING : SendState.QUEUED, now);
        due = Optional.of(until);
    }

    void refused(SendState to, SkipReason why, Instant now) {
        becomes(to, now);
        refusal = Optional.of(why);
    }

    void cancelled(Instant now) {
        refused(SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now), now);
    }

    void claimed(Instant now, Duration lease) {
        becomes(SendState.IN_FLIGHT, now);
        attempts++;
        leaseEnd = Optional.of(now.plus(lease));
    }

    void cameTo(AttemptOutcome outcome, boolean runCancelled, Instant now) {
        if (outcome.kind() == AttemptOutcome.OutcomeKind.RETRY
                || outcome.kind() == AttemptOutcome.OutcomeKind.EXPIRED) {
            answered++;
            firstAnswered = firstAnswered.or(() -> Optional.of(now));
        }
        reply = outcome.reply().or(() -> reply);
        detail = outcome.detail();
        if (outcome.due().isEmpty()) {
            becomes(outcome.kind().state(), now);
        } else if (runCancelled) {
            cancelled(now);
        } else {
            waits(outcome.due().get(), now);
        }
    }

    QueuedMail queued() {
        return new QueuedMail(
                new MailId(identity.id),
                identity.key,
                identity.prospect,
                identity.address.orElseThrow(),
                identity.kind,
                identity.run,
                answered,
                firstAnswered);
    }

    SendRecord shown() {
        return new SendRecord(
                new MailId(identity.id),
                identity.key,
                identity.kind,
                identity.prospect,
                identity.address,
                identity.run,
                state,
                refusal,
                attempts,
                firstAnswered,
                due,
                changed,
                reply,
                detail);
    }
}
