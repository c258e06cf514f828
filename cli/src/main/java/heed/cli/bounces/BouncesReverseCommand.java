package heed.cli.bounces;

import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
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
    private final BounceFilter filter = new BounceFilter();

    @Option(names = "--apply", description = "Do it; without this it is shown what would be done.")
    private boolean apply;

    public BouncesReverseCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        if (!filter.any()) {
            throw Failure.invalid(
                    "usage",
                    "say which: --since and --until, --domain, --reason, --address or --run, together as you like");
        }
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BounceQuery query = filter.query(open, Optional.of(VerdictKind.FAILED));
            BounceReview.ReviewResult result = new BounceReview(open.bounces(), world().actor())
                    .reverse(
                            query,
                            apply ? ReviewMode.APPLY : ReviewMode.PREVIEW,
                            world().clock().instant());
            BounceWords.tell(console(), common().json(), result, apply);
        }
        return Exit.DONE;
    }
}
