package heed.smtp.mailbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits where nothing tells that mail has arrived. */
final class Pausing {
    private static final long LOOK_AGAIN = 200; // ms

    private Pausing() {}

    static void pause(Duration longest, BooleanSupplier stop) {
        long left = longest.toMillis();
        try {
            while (left > 0 && !stop.getAsBoolean()) {
                Thread.sleep(Math.min(left, LOOK_AGAIN));
                left -= LOOK_AGAIN;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
