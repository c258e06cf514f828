package heed.bounces.marking;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * How many bounces there are of one reason, to one domain, of one run.
 *
 * @param held how many of them are held by a pause
 */
public record BounceCount(
        VerdictKind kind,
        Optional<BounceReason> reason,
        Optional<BounceKind> bounceKind,
        Optional<String> domain,
        Optional<RunId> run,
        long count,
        long held) {}
