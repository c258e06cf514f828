package heed.cli.bounces;

import heed.cli.console.World;
import heed.mail.bounce.BounceReview;
import heed.mail.bounce.BounceReview.Mode;
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
    Optional<BounceReview.Result> end(BounceReview review, long pause, Mode mode, Instant now) {
        return review.confirm(pause, mode, now);
    }
}
