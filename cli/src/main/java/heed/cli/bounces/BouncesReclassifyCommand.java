package heed.cli.bounces;

import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
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
    private final BounceFilter filter = new BounceFilter();

    @Option(names = "--apply", description = "Do it; without this it is shown what would be done.")
    private boolean apply;

    public BouncesReclassifyCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BounceQuery query = filter.query(open, Optional.<VerdictKind>empty());
            BounceReview.ReviewResult result = new BounceReview(open.bounces(), world().actor())
                    .reclassify(
                            query,
                            BounceDiagnoser.standard(),
                            apply ? ReviewMode.APPLY : ReviewMode.PREVIEW,
                            world().clock().instant());
            BounceWords.tell(console(), common().json(), result, apply);
        }
        return Exit.DONE;
    }
}
