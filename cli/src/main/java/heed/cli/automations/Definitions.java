package heed.cli.automations;

import heed.actions.ActionTypes;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Console;
import heed.cli.console.Sources;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.field.FieldCatalog;
import java.nio.file.Path;
import java.time.ZoneId;

/** Definitions of automations in files. */
final class Definitions {
    private Definitions() {}

    /** @throws heed.cli.console.Failure that tells every problem, if there is one */
    static AutomationSource automation(Path file, OpenAccount open, Console console) {
        SourceText source = Sources.of(file);
        ReadResult<Automation> result =
                read(source, open.account().fields(), open.account().account().zone());
        return new AutomationSource(Sources.valid(result, source, console), source.text());
    }

    static ReadResult<Automation> read(SourceText source, FieldCatalog fields, ZoneId zone) {
        return new AutomationReader(fields, zone, ActionTypes.discover()).read(source);
    }
}
