package heed.cli.automations;

import heed.actions.ActionTypes;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.SourceFiles;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.field.FieldCatalog;
import java.nio.file.Path;
import java.time.ZoneId;

/** Reads the definitions of automations from files. */
final class DefinitionFile {
    private DefinitionFile() {}

    /**
     * Reads an automation of the account, and prints its warnings as notes.
     *
     * @throws heed.cli.process.CommandException if there are problems; it lists every one
     */
    static AutomationSource readAutomation(Path file, AccountSession session, CommandConsole console) {
        SourceText source = SourceFiles.read(file);
        ReadResult<Automation> result = read(
                source, session.account().fields(), session.account().account().zone());
        return new AutomationSource(SourceFiles.requireValid(result, source, console), source.text());
    }

    /** Reads an automation; the result has either the automation or its problems. */
    static ReadResult<Automation> read(SourceText source, FieldCatalog fields, ZoneId zone) {
        return new AutomationReader(fields, zone, ActionTypes.discover()).read(source);
    }
}
