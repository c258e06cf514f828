package heed.bounces.marking;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A filter for bounces. An empty criterion matches all.
 *
 * @param domain the part of the address behind the @
 * @param since the earliest time of recording, inclusive
 * @param until the latest time of recording, exclusive
 */
public record BounceQuery(
        Optional<EmailAddress> address,
        Optional<String> domain,
        Optional<RunId> run,
        Optional<BounceReason> reason,
        Optional<VerdictKind> kind,
        Optional<Instant> since,
        Optional<Instant> until) {
    /** The filter that matches all bounces. */
    public static final BounceQuery ALL = new BounceQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Returns this filter limited to one run. */
    public BounceQuery withRun(RunId newRun) {
        return new BounceQuery(address, domain, Optional.of(newRun), reason, kind, since, until);
    }

    /** Returns this filter limited to bounces recorded at or after an instant. */
    public BounceQuery withSince(Instant newSince) {
        return new BounceQuery(address, domain, run, reason, kind, Optional.of(newSince), until);
    }
}
