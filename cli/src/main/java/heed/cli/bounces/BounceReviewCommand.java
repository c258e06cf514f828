package heed.cli.bounces;

import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes stored bounces, or shows what it would change. */
abstract class BounceReviewCommand extends HeedCommand {
    @Mixin
    private final BounceFilterOptions filter = new BounceFilterOptions();

    @Option(names = "--apply", description = "Make the changes. Without this option they are only shown.")
    private boolean apply;

    BounceReviewCommand(CommandEnvironment environment) {
        super(environment);
    }

    /**
     * Checks the options before the store is opened.
     *
     * @throws heed.cli.process.CommandException if the command needs other options
     */
    abstract void check(BounceFilterOptions options);

    abstract BounceQuery query(BounceFilterOptions options, AccountSession session);

    /** Changes the bounces that match, or previews that. */
    abstract BounceReview.ReviewResult review(BounceReview review, BounceQuery query, ReviewMode mode, Instant now);

    @Override
    protected final ExitCode run() {
        check(filter);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            BounceReview.ReviewResult result = review(
                    new BounceReview(session.bounces(), environment().actor()),
                    query(filter, session),
                    apply ? ReviewMode.APPLY : ReviewMode.PREVIEW,
                    environment().clock().instant());
            BounceWords.writeReview(
                    console(),
                    globalOptions().json(),
                    result,
                    BounceWords.findFreed(session, result, apply),
                    apply,
                    "--apply does it");
        }
        return ExitCode.DONE;
    }
}
