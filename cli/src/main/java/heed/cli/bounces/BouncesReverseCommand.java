package heed.cli.bounces;

import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.internal.account.AccountSession;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Reverses bounces, so that they mark and count no more. */
@Command(
        name = "reverse",
        description = {
            "Reverse bounces, for example after an outage.",
            "The bounces that match the options no longer mark or count, and an address that nothing else marks is no"
                    + " longer Bounced. Complaints stay. Shows what would change; --apply does it. Needs at least one"
                    + " of --address, --domain, --run, --reason, --since and --until."
        })
public final class BouncesReverseCommand extends BounceReviewCommand {
    public BouncesReverseCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    void check(BounceFilterOptions options) {
        if (!options.isAnySet()) {
            throw CommandException.invalid(
                    "usage", "give at least one of --address, --domain, --run, --reason, --since and --until");
        }
    }

    @Override
    BounceQuery query(BounceFilterOptions options, AccountSession session) {
        return options.toQuery(session, Optional.of(VerdictKind.FAILED));
    }

    @Override
    BounceReview.ReviewResult review(BounceReview review, BounceQuery query, ReviewMode mode, Instant now) {
        return review.reverse(query, mode, now);
    }
}
