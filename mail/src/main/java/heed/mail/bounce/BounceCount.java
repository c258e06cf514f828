package heed.mail.bounce;

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
        Optional<BounceKind> hardness,
        Optional<String> domain,
        Optional<RunId> run,
        long bounces,
        long held) {}
