package heed.cli.bounces;

import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.process.CommandEnvironment;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says that the bounces of a pause are real. */
@Command(
        name = "confirm",
        description = "End a pause of marking: the bounces that it held are real, and do what they do.")
public final class BouncesConfirmCommand extends EndPauseCommand {
    public BouncesConfirmCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    Optional<BounceReview.ReviewResult> endPause(BounceReview review, long pause, ReviewMode mode, Instant now) {
        return review.confirm(pause, mode, now);
    }
}
