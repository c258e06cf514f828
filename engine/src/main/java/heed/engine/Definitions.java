package heed.engine;

import heed.engine.definition.Automation;
import heed.engine.definition.AutomationReader;
import heed.filters.json.Problem;
import heed.filters.json.SourceText;
import heed.model.Run;
import heed.model.StoredDefinition;

/** Reads the definitions that runs were started with. */
final class Definitions {
    private final Settings settings;

    Definitions(Settings settings) {
        this.settings = settings;
    }

    StoredDefinition stored(Run run) {
        return settings.store()
                .read(reading -> reading.definition(run.automation(), run.version()))
                .orElseThrow(() -> new IllegalStateException("the definition of run " + run.id() + " is missing"));
    }

    /**
     * The automation that a run was started with, its times in the zone that the run has.
     *
     * @throws RefusedException if it cannot be read any more
     */
    Automation automation(Run run) {
        AutomationReader reader =
                new AutomationReader(settings.store().fields(), run.moment().zone(), settings.types());
        return reader.read(new SourceText(run.automation(), stored(run).json()))
                .either(valid -> valid.value(), invalid -> {
                    throw new RefusedException(new Refusal.UnreadableDefinition(
                            run.id(),
                            invalid.problems().stream().map(Problem::message).toList()));
                });
    }
}
