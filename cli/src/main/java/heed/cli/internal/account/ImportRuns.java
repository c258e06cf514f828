package heed.cli.internal.account;

import heed.cli.internal.console.JsonOutput;
import heed.cli.process.CommandEnvironment;
import heed.engine.ImportRun;
import heed.engine.ImportRun.ImportSource;
import heed.imports.text.TextFile;
import heed.model.run.Run;

/** Starts imports of files as runs. */
public final class ImportRuns {
    private ImportRuns() {}

    /** How a file is imported, as the definition of the run. */
    private record ImportDefinition(String command) {}

    /** Starts the import of a file by the given command. */
    public static ImportRun start(
            AccountSession session, CommandEnvironment environment, Run.Kind kind, TextFile file) {
        String command = session.options().suggestSame().without("--new-store").toString();
        return Engines.create(session, environment)
                .startImport(new ImportSource(kind, file.fileName(), JsonOutput.toText(new ImportDefinition(command))));
    }
}
