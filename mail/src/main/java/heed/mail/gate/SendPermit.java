package heed.mail.gate;

import heed.mail.AttemptId;
import heed.model.prospect.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to transmit one mail once, now. Only {@link SendGate} makes one. It is not stored and not copied: a retry asks
 * the gate again. Thread-safe.
 */
public final class SendPermit {
    /** How long after its claim a permit may be used. */
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

    /** The one recipient. */
    public EmailAddress address() {
        return address;
    }

    /**
     * Uses the permit: true once at most, and only while it is fresh. A transport asks on its open connection, immediately
     * before MAIL FROM, and transmits nothing on false. A clock that has gone back makes a permit stale, never younger.
     */
    public boolean use(Instant now) {
        return isValid(now) && used.compareAndSet(false, true);
    }

    private boolean isValid(Instant now) {
        return !now.isBefore(claimedAt) && now.isBefore(claimedAt.plus(VALID_FOR));
    }

    /** Names the attempt only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "permit of attempt " + attempt;
    }
}
