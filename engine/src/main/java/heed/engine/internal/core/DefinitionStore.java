package heed.engine.internal.core;

import heed.actions.ActionTypes;
import heed.engine.definition.Automation;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.engine.definition.MessageTextFiles;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.run.Run;
import heed.model.run.StoredDefinition;
import heed.model.store.AccountStore;
import java.time.ZoneId;

/** Reads definitions for one account: new ones from their authors, and those that the store keeps for its runs. */
public final class DefinitionStore {
    private final AccountStore store;
    private final ActionTypes actionTypes;

    public DefinitionStore(AccountStore store, ActionTypes actionTypes) {
        this.store = store;
        this.actionTypes = actionTypes;
    }

    /** Reads a definition that an author wrote, with the account's current fields and time zone. */
    public ReadResult<AutomationSource> read(SourceText source, MessageTextFiles files) {
        return reader(store.account().zone()).read(source, files);
    }

    /** Returns the stored definition that the run was started with. */
    public StoredDefinition definition(Run run) {
        return store.read(reading -> reading.findDefinition(run.automation(), run.version()))
                .orElseThrow(() -> new IllegalStateException("the definition of run " + run.id() + " is missing"));
    }

    /**
     * Returns the automation that the run was started with. Its times are in the run's time zone.
     *
     * @throws RunRefusedException if the run is an import, or if the stored definition is no longer valid, for example
     *     because an action type is missing
     */
    public Automation automation(Run run) {
        if (run.kind() != Run.Kind.AUTOMATION) {
            throw new RunRefusedException(new RunRefusal.NotAnAutomation(run.id()));
        }
        return reader(run.evaluationTime().zone())
                .read(new SourceText(run.automation(), definition(run).json()))
                .either(valid -> valid.value().automation(), invalid -> {
                    throw new RunRefusedException(new RunRefusal.UnreadableDefinition(
                            run.id(),
                            invalid.problems().stream().map(Problem::message).toList()));
                });
    }

    private AutomationReader reader(ZoneId zone) {
        return new AutomationReader(store.fields(), zone, actionTypes);
    }
}
