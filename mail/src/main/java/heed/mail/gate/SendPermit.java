package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.MailMark;
import heed.mail.MailNonce;
import heed.model.prospect.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to transmit one mail once, now. Only {@link SendGate} creates permits. A permit is never stored or copied:
 * a retry claims a new one. It runs out by the clock and by the elapsed time, whichever is first, so that neither a clock
 * that was set nor a process that was stopped extends it. Used by one thread, except {@link #use}.
 */
public final class SendPermit {
    /** The time after its claim, or after it was last confirmed, for which a permit is valid. */
    public static final Duration VALID_FOR = Duration.ofSeconds(2);
    /** The time after which the store is asked again before a message is completed. */
    public static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    /** How often the store is asked for one look, if its answers come so late that they are old already. */
    private static final int MAX_QUESTIONS = 3;

    private final AttemptId attempt;
    private final Optional<MailNonce> nonce;
    private final EmailAddress address;
    private final SendGate gate;
    private final AtomicBoolean used = new AtomicBoolean();
    private boolean completed;
    private Instant claimedAt;
    private long claimedAtNanos;

    SendPermit(
            AttemptId attempt,
            Optional<MailNonce> nonce,
            EmailAddress address,
            SendGate gate,
            Instant claimedAt,
            long claimedAtNanos) {
        this.attempt = attempt;
        this.nonce = nonce;
        this.address = address;
        this.gate = gate;
        this.claimedAt = claimedAt;
        this.claimedAtNanos = claimedAtNanos;
    }

    public AttemptId attempt() {
        return attempt;
    }

    /** Returns what the mail's links, return path and Message-ID say. */
    public MailMark mark() {
        return new MailMark(attempt.mail(), nonce, Optional.of(address));
    }

    /** Returns the only recipient. */
    public EmailAddress address() {
        return address;
    }

    /**
     * Uses up the permit. A transport calls this on its open connection, immediately before MAIL FROM, and transmits
     * nothing if the result is false. If the clock was set back to before the claim, the permit is invalid.
     *
     * @return true at most once, and only while the permit is valid
     */
    public boolean use() {
        return isYoungerThan(VALID_FOR) && used.compareAndSet(false, true);
    }

    /**
     * Looks again whether the message may be transmitted: asks the store if more than {@link #ASK_AGAIN_AFTER} has passed
     * since its last answer. A transport calls this before it transmits the message.
     *
     * @return why not, as the receipt of the attempt; empty if it may
     */
    public Optional<SendReceipt> look() {
        for (int i = 0; i < MAX_QUESTIONS && !isYoungerThan(ASK_AGAIN_AFTER); i++) {
            Optional<SendReceipt> refusal = gate.confirm(this);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return isYoungerThan(VALID_FOR) ? Optional.empty() : Optional.of(new SendReceipt.PermitExpired());
    }

    /**
     * Looks again as {@link #look} does, and notes in the sender's journal that the mail may arrive from now on. A transport
     * calls this immediately before it transmits the end of the message, and drops the connection instead if there is a
     * receipt.
     *
     * @return why the message must not be completed, as the receipt of the attempt; empty if it may be
     */
    public Optional<SendReceipt> complete() {
        Optional<SendReceipt> refusal = look();
        if (refusal.isPresent()) {
            return refusal;
        }
        // The clocks are the last look, so that a process that is stopped before it notices when it goes on.
        completed = gate.noteCompletion(attempt) && isYoungerThan(VALID_FOR);
        return completed ? Optional.empty() : Optional.of(new SendReceipt.PermitExpired());
    }

    /** Returns whether the message may have been completed, and so may have arrived. */
    public boolean isCompleted() {
        return completed;
    }

    void renew(Instant confirmedAt, long confirmedAtNanos) {
        claimedAt = confirmedAt;
        claimedAtNanos = confirmedAtNanos;
    }

    private boolean isYoungerThan(Duration age) {
        Instant now = gate.now();
        long elapsed = gate.nanoTime() - claimedAtNanos;
        return !now.isBefore(claimedAt) && now.isBefore(claimedAt.plus(age)) && elapsed < age.toNanos();
    }

    /** Returns the attempt only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "permit of attempt " + attempt;
    }
}
