package heed.engine.internal.core;

import heed.engine.definition.Automation;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.run.Run;
import heed.model.run.StoredDefinition;
import java.time.ZoneId;

/** Reads definitions for the engine's account: what authors write, and what runs were started with. */
public final class DefinitionStore {
    private final EngineSettings settings;

    public DefinitionStore(EngineSettings settings) {
        this.settings = settings;
    }

    public ReadResult<AutomationSource> read(SourceText source) {
        return reader(settings.store().account().zone())
                .read(source)
                .either(
                        valid -> new ReadResult.Valid<>(
                                new AutomationSource(valid.value(), source.text()), valid.warnings()),
                        invalid -> new ReadResult.Invalid<>(invalid.problems()));
    }

    public StoredDefinition definition(Run run) {
        return settings.store()
                .read(reading -> reading.findDefinition(run.automation(), run.version()))
                .orElseThrow(() -> new IllegalStateException("the definition of run " + run.id() + " is missing"));
    }

    /**
     * The automation that a run was started with, its times in the zone that the run has.
     *
     * @throws RunRefusedException if it cannot be read any more
     */
    public Automation automation(Run run) {
        return reader(run.evaluationTime().zone())
                .read(new SourceText(run.automation(), definition(run).json()))
                .either(valid -> valid.value(), invalid -> {
                    throw new RunRefusedException(new RunRefusal.UnreadableDefinition(
                            run.id(),
                            invalid.problems().stream().map(Problem::message).toList()));
                });
    }

    private AutomationReader reader(ZoneId zone) {
        return new AutomationReader(settings.store().fields(), zone, settings.actionTypes());
    }
}
