package heed.bounces.marking;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which bounces are asked for; what is empty asks for all.
 *
 * @param domain the part of the address behind the @
 * @param since kept at or after it
 * @param until kept before it
 */
public record BounceQuery(
        Optional<EmailAddress> address,
        Optional<String> domain,
        Optional<RunId> run,
        Optional<BounceReason> reason,
        Optional<VerdictKind> kind,
        Optional<Instant> since,
        Optional<Instant> until) {
    public static final BounceQuery ALL = new BounceQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The same of one run. */
    public BounceQuery withRun(RunId newRun) {
        return new BounceQuery(address, domain, Optional.of(newRun), reason, kind, since, until);
    }

    /** The same of what was kept at or after an instant. */
    public BounceQuery withSince(Instant newSince) {
        return new BounceQuery(address, domain, run, reason, kind, Optional.of(newSince), until);
    }
}
