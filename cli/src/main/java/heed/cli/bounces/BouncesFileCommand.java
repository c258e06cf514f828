package heed.cli.bounces;

import heed.bounces.marking.QuarantineReview;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Files a message that was set aside, without any other change. */
@Command(
        name = "file",
        description = {
            "File a message in the bounce mailbox that needs nothing more; it is not listed any more.",
            "`heed bounces list --aside` lists the messages."
        })
public final class BouncesFileCommand extends HeedCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number of the message.")
    private long number;

    public BouncesFileCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record FileAnswer(long message, boolean filed) {}

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            boolean filed = new QuarantineReview(
                            session.bounces(), environment().actor())
                    .file(number, environment().clock().instant());
            if (!filed) {
                throw CommandException.invalid(
                        "unknown-message",
                        "there is no message " + number + " that nobody has handled; `"
                                + globalOptions().suggest("bounces", "list", "--aside") + "` lists the messages");
            }
            if (globalOptions().json()) {
                console().writeJson(new FileAnswer(number, true));
            } else {
                console().printLine("Message " + number + " is filed.");
            }
        }
        return ExitCode.DONE;
    }
}
