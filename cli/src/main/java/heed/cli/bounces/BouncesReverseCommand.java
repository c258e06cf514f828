package heed.cli.bounces;

import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes back what bounces did. */
@Command(
        name = "reverse",
        description =
                "Take back the failures of a time, domain, reason, address or run, as after an outage, and with them the"
                        + " marks that nothing else carries. Shows what would be done; --apply does it.")
public final class BouncesReverseCommand extends HeedCommand {
    @Mixin
    private final BounceFilterOptions filter = new BounceFilterOptions();

    @Option(names = "--apply", description = "Do it; without this it is shown what would be done.")
    private boolean apply;

    public BouncesReverseCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        if (!filter.isAnySet()) {
            throw CommandException.invalid(
                    "usage",
                    "say which: --since and --until, --domain, --reason, --address or --run, together as you like");
        }
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            BounceQuery query = filter.toQuery(session, Optional.of(VerdictKind.FAILED));
            BounceReview.ReviewResult result = new BounceReview(
                            session.bounces(), environment().actor())
                    .reverse(
                            query,
                            apply ? ReviewMode.APPLY : ReviewMode.PREVIEW,
                            environment().clock().instant());
            BounceWords.writeReview(console(), globalOptions().json(), result, apply);
        }
        return ExitCode.DONE;
    }
}
