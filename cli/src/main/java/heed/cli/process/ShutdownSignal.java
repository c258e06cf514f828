package heed.cli.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Whether this process was asked to end, by Ctrl-C or SIGTERM. A command that checks this signal may finish its current
 * batch and report how to continue, for at most 60 seconds; any other command ends at once. Thread-safe.
 */
public final class ShutdownSignal implements BooleanSupplier {
    private static final int MAX_WAIT_SECONDS = 60; // enough for many batches
    private final AtomicBoolean observed = new AtomicBoolean();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch completed = new CountDownLatch(1);
    private final AtomicInteger code = new AtomicInteger();

    /** Creates a signal that observes the shutdown of this process from now on. */
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

    /** Ends the wait of a shutdown: the command is complete, and the process ends with this exit code. */
    public void complete(int exitCode) {
        code.set(exitCode);
        completed.countDown();
    }
}
