package heed.store.internal.outbox;

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
public final class MailRow {
    /** What never changes of it. */
    public record MailIdentity(
            long id,
            long message,
            MessageKey key,
            MessageClass messageClass,
            Optional<ProspectId> prospect,
            Optional<EmailAddress> address,
            Optional<RunId> run) {}

    public final MailIdentity identity;
    public SendState state = SendState.QUEUED;
    Optional<SkipReason> skipReason = Optional.empty();
    public int attempts;
    int answered;
    Optional<Instant> firstAnswered = Optional.empty();
    Optional<Instant> due = Optional.empty();
    Optional<Instant> leaseEnd = Optional.empty();
    public Instant changed;
    public Optional<SmtpReply> reply = Optional.empty();
    public String detail = "";

    public MailRow(MailIdentity identity, Instant changed) {
        this.identity = identity;
        this.changed = changed;
    }

    public void setState(SendState to, Instant now) {
        state = to;
        changed = now;
        due = Optional.empty();
        leaseEnd = Optional.empty();
    }

    public void requeue(Instant until, Instant now) {
        setState(answered > 0 ? SendState.RETRYING : SendState.QUEUED, now);
        due = Optional.of(until);
    }

    public void refuse(SendState to, SkipReason reason, Instant now) {
        setState(to, now);
        skipReason = Optional.of(reason);
    }

    void cancel(Instant now) {
        refuse(SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now), now);
    }

    public void startAttempt(Instant now, Duration lease) {
        setState(SendState.IN_FLIGHT, now);
        attempts++;
        leaseEnd = Optional.of(now.plus(lease));
    }

    public void apply(AttemptOutcome outcome, boolean runCancelled, Instant now) {
        if (outcome.kind() == AttemptOutcome.OutcomeKind.RETRY
                || outcome.kind() == AttemptOutcome.OutcomeKind.EXPIRED) {
            answered++;
            firstAnswered = firstAnswered.or(() -> Optional.of(now));
        }
        reply = outcome.reply().or(() -> reply);
        detail = outcome.detail();
        if (outcome.due().isEmpty()) {
            setState(outcome.kind().state(), now);
        } else if (runCancelled) {
            cancel(now);
        } else {
            requeue(outcome.due().get(), now);
        }
    }

    QueuedMail toQueuedMail() {
        return new QueuedMail(
                new MailId(identity.id),
                identity.key,
                identity.prospect,
                identity.address.orElseThrow(),
                identity.messageClass,
                identity.run,
                answered,
                firstAnswered);
    }

    SendRecord toSendRecord() {
        return new SendRecord(
                new MailId(identity.id),
                identity.key,
                identity.messageClass,
                identity.prospect,
                identity.address,
                identity.run,
                state,
                skipReason,
                attempts,
                firstAnswered,
                due,
                changed,
                reply,
                detail);
    }
}
