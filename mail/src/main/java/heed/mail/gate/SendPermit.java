package heed.mail.gate;

import heed.mail.AttemptId;
import heed.model.prospect.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to transmit one mail once, now. Only {@link SendGate} creates permits. A permit is never stored or copied:
 * a retry claims a new one. Thread-safe.
 */
public final class SendPermit {
    /** The time after its claim for which a permit is valid. */
    public static final Duration VALID_FOR = Duration.ofSeconds(2);

    private final AttemptId attempt;
    private final EmailAddress address;
    private final Instant claimedAt;
    private final AtomicBoolean used = new AtomicBoolean();

    SendPermit(AttemptId attempt, EmailAddress address, Instant claimedAt) {
        this.attempt = attempt;
        this.address = address;
        this.claimedAt = claimedAt;
    }

    public AttemptId attempt() {
        return attempt;
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
    public boolean use(Instant now) {
        return isValid(now) && used.compareAndSet(false, true);
    }

    private boolean isValid(Instant now) {
        return !now.isBefore(claimedAt) && now.isBefore(claimedAt.plus(VALID_FOR));
    }

    /** Returns the attempt only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "permit of attempt " + attempt;
    }
}
