package heed.mail.server;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection if its server does not answer within a time, counted from the question to the end of the answer, and
 * however slowly the bytes of the answer come. The elapsed time counts, so a clock that is set changes nothing.
 * Thread-safe.
 */
public final class ConnectionWatch implements AutoCloseable {
    private static final long TICK_MILLIS = 50;
    private static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "heed-connection-watch");
        thread.setDaemon(true);
        return thread;
    });

    static {
        TIMER.setRemoveOnCancelPolicy(true);
    }

    private final WatchedSockets sockets;
    private final ScheduledFuture<?> ticks;
    private volatile long end = Long.MAX_VALUE; // of the time to answer, in nanoTime; never if the maximum
    private volatile boolean expired;

    /** Watches the connection whose socket the factory creates, as soon as there is something to wait for. */
    public ConnectionWatch(WatchedSockets sockets) {
        this.sockets = sockets;
        this.ticks = TIMER.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long currentEnd = end;
        if (currentEnd != Long.MAX_VALUE && System.nanoTime() - currentEnd > 0) {
            expired = true;
            sockets.closeNow();
        }
    }

    /** Gives the server a time from now for everything that the caller waits for next. */
    public void expectWithin(Duration time) {
        end = System.nanoTime() + time.toNanos();
    }

    /** Ends the time to answer: the caller waits for nothing. */
    public void rest() {
        end = Long.MAX_VALUE;
    }

    /** Returns whether the connection was closed because the server took too long. */
    public boolean isExpired() {
        return expired;
    }

    /** Closes the connection now, without another word to the server. */
    public void closeNow() {
        sockets.closeNow();
    }

    /** Ends the watch. The connection stays as it is. */
    @Override
    public void close() {
        ticks.cancel(false);
    }
}
