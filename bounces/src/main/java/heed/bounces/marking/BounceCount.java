package heed.bounces.marking;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * The number of bounces with one kind, reason, domain and run.
 *
 * @param held the number of those that a pause holds
 */
public record BounceCount(
        VerdictKind kind,
        Optional<BounceReason> reason,
        Optional<BounceKind> bounceKind,
        Optional<String> domain,
        Optional<RunId> run,
        long count,
        long held) {}
