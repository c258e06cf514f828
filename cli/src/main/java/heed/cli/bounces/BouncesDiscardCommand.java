package heed.cli.bounces;

import heed.cli.console.World;
import heed.mail.bounce.BounceReview;
import heed.mail.bounce.BounceReview.Mode;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Says that the bounces of a pause were an outage. */
@Command(
        name = "discard",
        description =
                "End a pause of marking: it was an outage. The bounces that it held, and those of its hour that came"
                        + " before it, are taken back.")
public final class BouncesDiscardCommand extends EndingPauseCommand {
    public BouncesDiscardCommand(World world) {
        super(world);
    }

    @Override
    Optional<BounceReview.Result> end(BounceReview review, long pause, Mode mode, Instant now) {
        return review.discard(pause, mode, now);
    }
}
