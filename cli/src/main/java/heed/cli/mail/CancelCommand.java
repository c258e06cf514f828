package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.run.RunId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Withdraws the unsent mail of a run. */
@Command(name = "cancel", description = "Withdraw for good the mail of a run that is not sent yet.")
public final class CancelCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "The number of the run, as `heed runs` shows it.")
    private long run;

    public CancelCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            RunId id = RunLookup.requireRun(session, run);
            int withdrawn =
                    session.mail().outbox().cancel(id, environment().clock().instant());
            RunLookup.report(
                    console(),
                    globalOptions().json(),
                    session,
                    id,
                    TerminalText.formatCount(withdrawn, "mail") + " of run " + run
                            + " withdrawn. Mail that was already sent is not affected.");
        }
        return ExitCode.DONE;
    }
}
