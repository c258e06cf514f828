package heed.cli.bounces;

import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.console.World;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says that the bounces of a pause are real. */
@Command(
        name = "confirm",
        description = "End a pause of marking: the bounces that it held are real, and do what they do.")
public final class BouncesConfirmCommand extends EndingPauseCommand {
    public BouncesConfirmCommand(World world) {
        super(world);
    }

    @Override
    Optional<BounceReview.ReviewResult> end(BounceReview review, long pause, ReviewMode mode, Instant now) {
        return review.confirm(pause, mode, now);
    }
}
