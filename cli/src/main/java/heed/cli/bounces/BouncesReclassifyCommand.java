package heed.cli.bounces;

import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives bounces the diagnosis that they would have today. */
@Command(
        name = "reclassify",
        description =
                "Read what was kept of bounces by the rules of this version, and put right what they marked. Shows what"
                        + " would be done; --apply does it. What a person cleared is never marked again.")
public final class BouncesReclassifyCommand extends HeedCommand {
    @Mixin
    private final BounceFilterOptions filter = new BounceFilterOptions();

    @Option(names = "--apply", description = "Do it; without this it is shown what would be done.")
    private boolean apply;

    public BouncesReclassifyCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            BounceQuery query = filter.toQuery(session, Optional.<VerdictKind>empty());
            BounceReview.ReviewResult result = new BounceReview(
                            session.bounces(), environment().actor())
                    .reclassify(
                            query,
                            BounceDiagnoser.standard(),
                            apply ? ReviewMode.APPLY : ReviewMode.PREVIEW,
                            environment().clock().instant());
            BounceWords.writeReview(console(), globalOptions().json(), result, apply);
        }
        return ExitCode.DONE;
    }
}
