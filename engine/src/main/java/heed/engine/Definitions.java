package heed.engine;

import heed.engine.definition.Automation;
import heed.engine.definition.AutomationReader;
import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.run.Run;
import heed.model.run.StoredDefinition;
import java.time.ZoneId;

/** Reads definitions for the engine's account: what authors write, and what runs were started with. */
final class Definitions {
    private final Settings settings;

    Definitions(Settings settings) {
        this.settings = settings;
    }

    ReadResult<AutomationSource> read(SourceText written) {
        return reader(settings.store().account().zone())
                .read(written)
                .either(
                        valid -> new ReadResult.Valid<>(
                                new AutomationSource(valid.value(), written.text()), valid.warnings()),
                        invalid -> new ReadResult.Invalid<>(invalid.problems()));
    }

    StoredDefinition stored(Run run) {
        return settings.store()
                .read(reading -> reading.findDefinition(run.automation(), run.version()))
                .orElseThrow(() -> new IllegalStateException("the definition of run " + run.id() + " is missing"));
    }

    /**
     * The automation that a run was started with, its times in the zone that the run has.
     *
     * @throws RefusedException if it cannot be read any more
     */
    Automation automation(Run run) {
        return reader(run.evaluationTime().zone())
                .read(new SourceText(run.automation(), stored(run).json()))
                .either(valid -> valid.value(), invalid -> {
                    throw new RefusedException(new Refusal.UnreadableDefinition(
                            run.id(),
                            invalid.problems().stream().map(Problem::message).toList()));
                });
    }

    private AutomationReader reader(ZoneId zone) {
        return new AutomationReader(settings.store().fields(), zone, settings.types());
    }
}
