package heed.cli.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Whether this process was asked to end (Ctrl-C, SIGTERM). Work that looks here is let come to its next commit and to say
 * how it goes on; other work just ends.
 */
public final class ShutdownSignal implements BooleanSupplier {
    private static final int MAX_WAIT_SECONDS = 60; // seconds: many batches
    private final AtomicBoolean observed = new AtomicBoolean();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch completed = new CountDownLatch(1);
    private final AtomicInteger code = new AtomicInteger();

    /** Listens from now on. */
    public static ShutdownSignal install() {
        ShutdownSignal shutdown = new ShutdownSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::onShutdown, "stop"));
        return shutdown;
    }

    private void onShutdown() {
        requested.set(true);
        try {
            if (observed.get() && completed.getCount() > 0 && completed.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(code.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean getAsBoolean() {
        observed.set(true);
        return requested.get();
    }

    /** The work is done, and this process ends with that exit code. */
    public void complete(int exitCode) {
        code.set(exitCode);
        completed.countDown();
    }
}
