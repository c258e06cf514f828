package heed.cli.bounces;

import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.process.CommandEnvironment;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Ends a pause of marking whose bounces came from an outage. */
@Command(
        name = "discard",
        description = {
            "End a pause of marking because it was an outage.",
            "The bounces that it held, and those of the same hour that came before it, are reversed."
        })
public final class BouncesDiscardCommand extends EndPauseCommand {
    public BouncesDiscardCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    Optional<BounceReview.ReviewResult> endPause(BounceReview review, long pause, ReviewMode mode, Instant now) {
        return review.discard(pause, mode, now);
    }
}
