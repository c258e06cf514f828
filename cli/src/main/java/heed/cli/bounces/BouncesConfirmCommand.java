package heed.cli.bounces;

import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.process.CommandEnvironment;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Ends a pause of marking whose bounces are real. */
@Command(
        name = "confirm",
        description = {
            "End a pause of marking because its bounces are real.",
            "The bounces that it held mark addresses and count as usual."
        })
public final class BouncesConfirmCommand extends EndPauseCommand {
    public BouncesConfirmCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    Optional<BounceReview.ReviewResult> endPause(BounceReview review, long pause, ReviewMode mode, Instant now) {
        return review.confirm(pause, mode, now);
    }
}
