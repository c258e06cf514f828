package heed.bounces.mailbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits where nothing tells that mail has arrived. */
final class Polling {
    private static final long STEP_MILLIS = 200; // ms

    private Polling() {}

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
