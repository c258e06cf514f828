package heed.cli.bounces;

import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that ends a pause of marking. */
abstract class EndPauseCommand extends HeedCommand {
    @Parameters(paramLabel = "PAUSE", description = "The number of the pause, as `heed bounces pauses` shows it.")
    private long pause;

    @Option(names = "--preview", description = "Show what would change, and change nothing.")
    private boolean preview;

    EndPauseCommand(CommandEnvironment environment) {
        super(environment);
    }

    /** Ends the pause, or previews that; returns empty if there is no such pause or it has ended. */
    abstract Optional<BounceReview.ReviewResult> endPause(
            BounceReview review, long pause, ReviewMode mode, Instant now);

    @Override
    protected final ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            BounceReview review =
                    new BounceReview(session.bounces(), environment().actor());
            ReviewMode mode = preview ? ReviewMode.PREVIEW : ReviewMode.APPLY;
            BounceReview.ReviewResult result = endPause(
                            review, pause, mode, environment().clock().instant())
                    .orElseThrow(() -> CommandException.invalid(
                            "unknown-pause",
                            "there is no open pause " + pause + "; `"
                                    + globalOptions().suggest("bounces", "pauses") + "` lists the pauses"));
            BounceWords.writeReview(
                    console(),
                    globalOptions().json(),
                    result,
                    BounceWords.findFreed(session, result, !preview),
                    !preview,
                    "run the command without --preview to apply this");
        }
        return ExitCode.DONE;
    }
}
