package heed.cli.automations;

import heed.actions.ActionTypes;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.SourceFiles;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.engine.definition.MessageFolder;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.field.FieldCatalog;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A definition with the files that it names.
 *
 * @param result the automation, or the problems
 * @param sources the definition, and then the files that it names
 */
record DefinitionFile(ReadResult<AutomationSource> result, List<SourceText> sources) {
    DefinitionFile {
        sources = List.copyOf(sources);
    }

    /**
     * Reads an automation of the account, and prints its warnings as notes.
     *
     * @throws heed.cli.process.CommandException if there are problems; it lists every one
     */
    static AutomationSource readAutomation(Path file, AccountSession session, CommandConsole console) {
        DefinitionFile definition = read(
                file, session.account().fields(), session.account().account().zone());
        return SourceFiles.requireValid(definition.result(), definition.sources(), console);
    }

    /** Reads an automation, with the files that it names in the folder of the file. */
    static DefinitionFile read(Path file, FieldCatalog fields, ZoneId zone) {
        SourceText source = SourceFiles.read(file);
        MessageFolder folder = MessageFolder.of(file);
        List<SourceText> sources = new ArrayList<>(List.of(source));
        ReadResult<AutomationSource> result = new AutomationReader(fields, zone, ActionTypes.discover())
                .read(source, path -> {
                    SourceText messageFile = folder.read(path);
                    sources.add(messageFile);
                    return messageFile;
                });
        return new DefinitionFile(result, sources);
    }
}
