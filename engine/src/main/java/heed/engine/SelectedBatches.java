package heed.engine;

import heed.engine.definition.Automation;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect.FieldChange;
import heed.model.run.EvaluationTime;
import heed.model.store.StoreReading;
import java.util.List;

/**
 * Whoever the automation selects when their batch is read, in order of keys: what a batch changes lies behind the next. They
 * are found one batch ahead, and decided again by the transaction that acts on them.
 */
final class SelectedBatches implements Batches {
    private final ReadAhead ahead;
    private final Decider decider;
    private final Steps steps;
    private ReadAhead.Found found = new ReadAhead.Found(List.of(), ProspectId.START, 0, true);

    SelectedBatches(Settings settings, Automation automation, EvaluationTime moment) {
        this.steps = new Steps(automation, settings.store().fields(), moment);
        this.ahead = new ReadAhead(settings, automation, moment);
        this.decider = new Decider(automation, moment);
    }

    @Override
    public void prepare(ProspectId after) {
        found = ahead.next(after);
    }

    @Override
    public Batch next(StoreReading reading, ProspectId after, Application application) {
        List<Prospect> selected = decider.selected(reading.listProspects(found.selected()));
        application.selected(selected.size());
        List<Outcome> outcomes = steps.outcomes(reading, selected);
        outcomes.forEach(application::add);
        if (outcomes.stream().anyMatch(SelectedBatches::reachesOthers)) {
            ahead.discard();
        }
        return new Batch(found.last(), found.read(), selected.size(), found.more());
    }

    /** Clearing Bounced of a prospect can clear it of others who have the address. */
    private static boolean reachesOthers(Outcome outcome) {
        return outcome.sets().map(FieldChange::field).anyMatch(ProspectFlag.BOUNCED.field()::equals);
    }

    @Override
    public void close() {
        ahead.close();
        decider.close();
    }
}
