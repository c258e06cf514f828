package heed.cli.bounces;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.mail.bounce.BounceQuery;
import heed.mail.bounce.BounceReview;
import heed.mail.bounce.BounceReview.Mode;
import heed.mail.bounce.Diagnosing;
import heed.mail.bounce.VerdictKind;
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
            BounceReview.Result result = new BounceReview(open.bounces(), world().actor())
                    .reclassify(
                            query,
                            Diagnosing.standard(),
                            apply ? Mode.APPLY : Mode.PREVIEW,
                            world().clock().instant());
            BounceWords.tell(console(), common().json(), result, apply);
        }
        return Exit.DONE;
    }
}
