package heed.bounces.mailbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits in short steps, for mailboxes that do not notify of new mail. */
final class Polling {
    private static final long STEP_MILLIS = 200;

    private Polling() {}

    /** Waits until the time-out or until {@code stop} is true; returns early if the thread is interrupted. */
    static void waitFor(Duration timeout, BooleanSupplier stop) {
        long remaining = timeout.toMillis();
        try {
            while (remaining > 0 && !stop.getAsBoolean()) {
                Thread.sleep(Math.min(remaining, STEP_MILLIS));
                remaining -= STEP_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
