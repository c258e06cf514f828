package heed.cli.bounces;

import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a pause of marking, in one of two ways. */
abstract class EndingPauseCommand extends HeedCommand {
    @Parameters(paramLabel = "PAUSE", description = "Its number, as `heed bounces pauses` shows it.")
    private long pause;

    @Option(names = "--preview", description = "Show what would be done, and do nothing.")
    private boolean preview;

    EndingPauseCommand(World world) {
        super(world);
    }

    /** Empty if there is no such pause, or it has ended. */
    abstract Optional<BounceReview.ReviewResult> end(BounceReview review, long pause, ReviewMode mode, Instant now);

    @Override
    protected final Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BounceReview review = new BounceReview(open.bounces(), world().actor());
            ReviewMode mode = preview ? ReviewMode.PREVIEW : ReviewMode.APPLY;
            BounceReview.ReviewResult result = end(
                            review, pause, mode, world().clock().instant())
                    .orElseThrow(() -> Failure.invalid(
                            "unknown-pause",
                            "there is no pause " + pause + " that lasts; `heed bounces pauses` lists them"));
            BounceWords.tell(console(), common().json(), result, !preview);
        }
        return Exit.DONE;
    }
}
