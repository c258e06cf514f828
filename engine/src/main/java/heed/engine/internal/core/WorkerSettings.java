package heed.engine.internal.core;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How this process holds the leases of runs.
 *
 * @param clock the source of lease times
 * @param processName the name of this process in leases; empty for {@link WorkerName#ofThisProcess()}, which queries
 *     the operating system
 * @param hasEnded tests by its name whether the process of a worker has ended
 * @param leaseDuration how long a lease is valid without renewal
 */
public record WorkerSettings(
        Clock clock, Optional<String> processName, Predicate<String> hasEnded, Duration leaseDuration) {}
