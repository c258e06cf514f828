package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import java.time.Instant;
import java.util.Optional;

/**
 * One mail while a transaction works on it: the state machine of {@link SendState}. A store creates it from what it has
 * read or lets the rules create it, and writes {@link #progress} back. Not thread-safe.
 */
public final class Mail {
    private final MailIdentity identity;
    private MailProgress progress;

    /** Creates a mail as a store has read it. */
    public Mail(MailIdentity identity, MailProgress progress) {
        this.identity = identity;
        this.progress = progress;
    }

    /** Creates a mail. It is queued, but nobody reserves it before it has {@linkplain #queue a due time}. */
    public static Mail create(MailIdentity identity, Instant now) {
        return new Mail(identity, MailProgress.initial(now));
    }

    public MailId id() {
        return identity.id();
    }

    public MailIdentity identity() {
        return identity;
    }

    public MailProgress progress() {
        return progress;
    }

    public SendState state() {
        return progress.state();
    }

    /** Returns whether the mail is only the record that another mail of the same message went to its address. */
    public boolean isDuplicate() {
        return progress.skipReason()
                .filter(reason -> reason.code() == SkipReason.SkipCode.DUPLICATE)
                .isPresent();
    }

    /** Makes the mail wait until it is due: as retrying if a relay has deferred it before, else as queued. */
    public void queue(Instant due, Instant now) {
        SendState waiting = progress.deferrals() > 0 ? SendState.RETRYING : SendState.QUEUED;
        progress = progress.enter(waiting, now).withDue(due);
    }

    /** Keeps the mail from being reserved by anybody else. Its state and the time of its last change stay. */
    public void reserve(SenderId holder) {
        progress = progress.withHolder(Optional.of(holder));
    }

    /** Lets everybody reserve the mail again. */
    public void free() {
        progress = progress.withHolder(Optional.empty());
    }

    /** Settles the mail unsent, in the state that {@link #stateAfter} gives. */
    public void skip(SkipReason reason, Instant now) {
        progress = progress.enter(stateAfter(reason), now).withSkipReason(reason);
    }

    /**
     * Returns the state of a mail that is settled unsent for a reason: cancelled for {@code CANCELLED}, else skipped.
     */
    public static SendState stateAfter(SkipReason reason) {
        return reason.code() == SkipReason.SkipCode.CANCELLED ? SendState.CANCELLED : SendState.SKIPPED;
    }

    /** Cancels the mail because its run was cancelled. */
    public void cancel(Instant now) {
        skip(SkipReason.of(SkipReason.SkipCode.CANCELLED, now), now);
    }

    /** Starts the next attempt, which the holder makes. */
    public AttemptId startAttempt(SenderId holder, Instant now) {
        progress = progress.enter(SendState.IN_FLIGHT, now).withNextAttempt(holder, now);
        return new AttemptId(id(), progress.attempts());
    }

    /** Returns whether an attempt is the one that is being made now. */
    public boolean isUnderWay(int attempt) {
        return progress.state() == SendState.IN_FLIGHT && progress.attempts() == attempt;
    }

    /** Notes that the attempt under way was permitted again. */
    public void confirmAttempt(Instant now) {
        progress = progress.withClaim(now);
    }

    /**
     * Applies the outcome of an attempt if it still counts ({@link AttemptOutcome#appliesTo}). An outcome that would
     * make the mail wait cancels the mail of a cancelled run instead; one that may have arrived is unknown then.
     *
     * @param attempt the number of the attempt
     * @return whether the outcome counted; otherwise nothing has changed
     */
    public boolean applyOutcome(int attempt, AttemptOutcome outcome, boolean runCancelled, Instant now) {
        if (!outcome.appliesTo(progress.state(), progress.attempts(), attempt)) {
            return false;
        }
        if (outcome.kind() == AttemptOutcome.OutcomeKind.RETRY
                || outcome.kind() == AttemptOutcome.OutcomeKind.EXPIRED) {
            progress = progress.withDeferral(now);
        }
        // An attempt without a reply keeps the relay's last reply.
        progress = progress.withReply(outcome.reply().or(progress::reply), outcome.detail());
        if (outcome.due().isEmpty()) {
            progress = progress.enter(outcome.kind().state(), now);
        } else if (runCancelled && outcome.kind() == AttemptOutcome.OutcomeKind.REPEATED) {
            progress = progress.enter(SendState.UNKNOWN, now); // it may have arrived, so it is not just cancelled
        } else if (runCancelled) {
            cancel(now);
        } else if (outcome.kind() == AttemptOutcome.OutcomeKind.REPEATED) {
            progress = progress.enter(SendState.RETRYING, now)
                    .withDue(outcome.due().get());
        } else {
            queue(outcome.due().get(), now);
        }
        return true;
    }

    /**
     * Returns a reserved mail that was not claimed to the queue: it waits until it is due, or has failed if no due time is
     * given.
     *
     * @param reason why, in words without addresses
     * @return whether the mail was waiting; otherwise nothing has changed
     */
    public boolean release(Optional<Instant> due, String reason, Instant now) {
        if (!progress.state().waiting()) {
            return false;
        }
        progress = progress.withReply(progress.reply(), reason);
        if (due.isPresent()) {
            queue(due.get(), now);
        } else {
            progress = progress.enter(SendState.FAILED, now);
        }
        return true;
    }

    /** Returns the id, the state and the attempts only: an address does not belong in a log. */
    @Override
    public String toString() {
        return identity + ", " + progress;
    }
}
