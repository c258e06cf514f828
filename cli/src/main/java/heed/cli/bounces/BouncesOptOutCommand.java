package heed.cli.bounces;

import heed.bounces.marking.QuarantineReview;
import heed.bounces.marking.QuarantineReview.ReviewedMessage;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.model.prospect.EmailAddress;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Opts out the sender of a message that was set aside, and files it. */
@Command(
        name = "opt-out",
        description = {
            "Opt out the sender of a message in the bounce mailbox, and file the message.",
            "If the message replies to a mail of ours, the recipient of that mail is opted out too. `heed bounces list"
                    + " --aside` lists the messages."
        })
public final class BouncesOptOutCommand extends HeedCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number of the message.")
    private long number;

    public BouncesOptOutCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record OptOutAnswer(long message, List<String> optedOut) {}

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ReviewedMessage reviewed = new QuarantineReview(
                            session.bounces(), environment().actor())
                    .optOut(number, environment().clock().instant())
                    .orElseThrow(() -> CommandException.invalid(
                            "unknown-message",
                            "there is no message " + number + " with a known sender that nobody has handled; `"
                                    + globalOptions().suggest("bounces", "list", "--aside") + "` lists the messages"));
            List<String> optedOut =
                    reviewed.optedOut().stream().map(EmailAddress::value).toList();
            if (globalOptions().json()) {
                console().writeJson(new OptOutAnswer(number, optedOut));
            } else {
                console()
                        .printLine("Opted out " + optedOut.stream().collect(Collectors.joining(" and ")) + ". Message "
                                + number + " is filed.");
            }
        }
        return ExitCode.DONE;
    }
}
