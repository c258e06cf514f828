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

/** Ends a pause of marking, in one of two ways. */
abstract class EndPauseCommand extends HeedCommand {
    @Parameters(paramLabel = "PAUSE", description = "Its number, as `heed bounces pauses` shows it.")
    private long pause;

    @Option(names = "--preview", description = "Show what would be done, and do nothing.")
    private boolean preview;

    EndPauseCommand(CommandEnvironment environment) {
        super(environment);
    }

    /** Empty if there is no such pause, or it has ended. */
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
                            "there is no pause " + pause + " that lasts; `heed bounces pauses` lists them"));
            BounceWords.writeReview(console(), globalOptions().json(), result, !preview);
        }
        return ExitCode.DONE;
    }
}
