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

/** Says that the bounces of a pause are real. */
@Command(
        name = "confirm",
        description = "End a pause of marking: the bounces that it held are real, and do what they do.")
public final class BouncesConfirmCommand extends HeedCommand {
    @Parameters(paramLabel = "PAUSE", description = "Its number, as `heed bounces pauses` shows it.")
    private long pause;

    @Option(names = "--preview", description = "Show what would be done, and do nothing.")
    private boolean preview;

    public BouncesConfirmCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BounceReview.Result result = new BounceReview(open.bounces(), world().actor())
                    .confirm(
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
