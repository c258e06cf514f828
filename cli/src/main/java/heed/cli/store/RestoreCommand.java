package heed.cli.store;

import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.InputPaths;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.store.BackupContents;
import heed.model.store.HeldWork;
import heed.model.store.StoreGeneration;
import heed.store.RestoredStore;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a store of a backup. */
@Command(
        name = "restore",
        description = {
            "Make a new store of a backup: --store names a file that does not exist, or a database without a store.",
            "What waited when the backup was made may have been done since. So runs that were under way have stopped, their"
                    + " mail and all mail that waited is paused, and mail that was in flight counts as unknown.",
        },
        footer = {"", "Exit codes: 0 restored; 1 the backup is damaged, or there is a store already; 2 FILE is no file."
        })
public final class RestoreCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The backup, which `heed backup` has written.")
    private Path file = Path.of("");

    public RestoreCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RestoreAnswer(
            BackupAnswer backup, long generation, long pausedRuns, long waiting, long unknown, long stoppedRuns) {}

    @Override
    protected ExitCode run() {
        InputPaths.requireFile(file);
        RestoredStore restored = globalOptions()
                .store()
                .restore(
                        file,
                        environment().variables(),
                        environment().lockTimeout(),
                        environment().clock());
        try (var store = restored.store()) {
            StoreGeneration generation = store.generation().orElseThrow();
            if (globalOptions().json()) {
                HeldWork held = restored.held();
                console()
                        .writeJson(new RestoreAnswer(
                                BackupAnswer.of(file, restored.backup()),
                                generation.number(),
                                held.pausedRuns(),
                                held.waitingMails(),
                                held.unknownMails(),
                                held.stoppedRuns()));
            } else {
                print(restored.backup(), generation, restored.held());
            }
        }
        return ExitCode.DONE;
    }

    private void print(BackupContents backup, StoreGeneration generation, HeldWork held) {
        console()
                .printLine("Restored " + globalOptions().store() + " from the backup of "
                        + TimeZones.format(
                                generation.backupTaken(), environment().zone()) + ": "
                        + BackupWords.describe(backup) + ".");
        if (held.pausedRuns() > 0) {
            console()
                    .printNote(TerminalText.formatCount(held.pausedRuns(), "run")
                            + (held.pausedRuns() == 1 ? " is" : " are") + " paused, with "
                            + TerminalText.formatCount(held.waitingMails(), "mail")
                            + " that may have been sent after the backup. For each account, `"
                            + globalOptions().suggest("runs")
                            + "` lists them; `heed resume RUN` sends the mail, `heed cancel RUN` withdraws it.");
        }
        if (held.stoppedRuns() > 0) {
            console()
                    .printNote(TerminalText.formatCount(held.stoppedRuns(), "run")
                            + (held.stoppedRuns() == 1 ? " was" : " were")
                            + " under way and stopped; `heed resume RUN` continues a run.");
        }
        if (held.unknownMails() > 0) {
            console()
                    .printNote(TerminalText.formatCount(held.unknownMails(), "mail")
                            + (held.unknownMails() == 1 ? " counts" : " count")
                            + " as unknown, because the mail may have arrived, and will not be sent again.");
        }
        console()
                .printNote(
                        "what happened after the backup is not in this store: opt-outs, bounces, imports, and the runs"
                                + " that began then. An automation that ran then for the first time would mail everybody again.");
    }
}
