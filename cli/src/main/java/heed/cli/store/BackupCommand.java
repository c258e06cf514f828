package heed.cli.store;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.files.OutputFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.model.store.BackupContents;
import heed.store.DatabaseStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a backup of the store. */
@Command(
        name = "backup",
        description = {
            "Write the whole store, with all accounts, into one file. Runs, deliveries and `heed listen` go on meanwhile.",
            "The file is read back and compared before it gets its name. Only its owner can read it. `heed restore` makes a"
                    + " store of it."
        },
        footer = {"", "Exit codes: 0 the backup is complete; 1 it failed, and there is no file; 2 FILE exists already."
        })
public final class BackupCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The file to write. It must not exist.")
    private Path file = Path.of("");

    public BackupCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        Path target =
                OutputFile.require(file, globalOptions().store(), List.of()).path();
        if (Files.exists(target)) {
            throw CommandException.invalid(
                    "target", target + " exists already, and a backup replaces no file; name another one");
        }
        try (DatabaseStore store = AccountSession.openStore(globalOptions(), environment())) {
            BackupContents contents = store.backup(target);
            if (globalOptions().json()) {
                console().writeJson(BackupAnswer.of(target, contents));
            } else {
                console()
                        .printLine("Backed up " + globalOptions().store() + " to " + target + ": "
                                + BackupWords.describe(contents) + ". The file was read back and is complete.");
            }
        }
        return ExitCode.DONE;
    }
}
