package heed.cli.bounces;

import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.internal.account.AccountSession;
import heed.cli.process.CommandEnvironment;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Classifies stored bounces again, with the rules of this version. */
@Command(
        name = "reclassify",
        description = {
            "Classify stored bounces again with the rules of this version, and correct the marks.",
            "Shows what would change; --apply does it. An address that a person cleared is not marked again."
        })
public final class BouncesReclassifyCommand extends BounceReviewCommand {
    public BouncesReclassifyCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    void check(BounceFilterOptions options) {}

    @Override
    BounceQuery query(BounceFilterOptions options, AccountSession session) {
        return options.toQuery(session, Optional.empty());
    }

    @Override
    BounceReview.ReviewResult review(BounceReview review, BounceQuery query, ReviewMode mode, Instant now) {
        return review.reclassify(query, BounceDiagnoser.standard(), mode, now);
    }
}
