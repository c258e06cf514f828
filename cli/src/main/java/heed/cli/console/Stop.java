package heed.cli.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Whether this process was asked to end (Ctrl-C, SIGTERM). Work that looks here is let come to its next commit and to say
 * how it goes on; other work just ends.
 */
public final class Stop implements BooleanSupplier {
    private static final int PATIENCE = 60; // seconds: many batches
    private final AtomicBoolean looked = new AtomicBoolean();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger code = new AtomicInteger();

    /** Listens from now on. */
    public static Stop listening() {
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(new Thread(stop::asked, "stop"));
        return stop;
    }

    private void asked() {
        asked.set(true);
        try {
            if (looked.get() && ended.getCount() > 0 && ended.await(PATIENCE, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(code.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean getAsBoolean() {
        looked.set(true);
        return asked.get();
    }

    /** The work is done, and this process ends with that exit code. */
    public void ended(int exitCode) {
        code.set(exitCode);
        ended.countDown();
    }
}
