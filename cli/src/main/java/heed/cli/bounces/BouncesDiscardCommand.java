package heed.cli.bounces;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.mail.bounce.BounceReview;
import heed.mail.bounce.BounceReview.Mode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says that the bounces of a pause were an outage. */
@Command(
        name = "discard",
        description =
                "End a pause of marking: it was an outage. The bounces that it held, and those of its hour that came"
                        + " before it, are taken back.")
public final class BouncesDiscardCommand extends HeedCommand {
    @Parameters(paramLabel = "PAUSE", description = "Its number, as `heed bounces pauses` shows it.")
    private long pause;

    @Option(names = "--preview", description = "Show what would be done, and do nothing.")
    private boolean preview;

    public BouncesDiscardCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BounceReview.Result result = new BounceReview(open.bounces(), world().actor())
                    .discard(
                            pause,
                            preview ? Mode.PREVIEW : Mode.APPLY,
                            world().clock().instant())
                    .orElseThrow(() -> Failure.invalid(
                            "unknown-pause",
                            "there is no pause " + pause + " that lasts; `heed bounces pauses` lists them"));
            BounceWords.tell(console(), common().json(), result, !preview);
        }
        return Exit.DONE;
    }
}
