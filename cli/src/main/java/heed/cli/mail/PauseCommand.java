package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.run.RunId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Pauses the unsent mail of a run. */
@Command(name = "pause", description = "Pause the mail of a run that is not sent yet, until `heed resume RUN`.")
public final class PauseCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "The number of the run, as `heed runs` shows it.")
    private long run;

    public PauseCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            RunId id = RunLookup.requireRun(session, run);
            boolean undone = RunLookup.isUndone(session, id);
            if (!undone) {
                session.mail().outbox().pause(id);
            }
            RunLookup.report(
                    console(),
                    globalOptions().json(),
                    session,
                    id,
                    undone
                            ? "Run " + run + " is undone: its unsent mail was withdrawn, and there is nothing to pause."
                            : "Run " + run + " is paused; it sends nothing until `"
                                    + globalOptions().suggestMailCommand("resume", run) + "`.");
        }
        return ExitCode.DONE;
    }
}
