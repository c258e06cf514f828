package heed.engine;

import heed.engine.definition.Automation;
import heed.model.Moment;
import heed.model.Narrowing;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.StoreReading;
import java.util.List;

/** Whoever the automation selects when their batch is read, in order of keys: what a batch changes lies behind the next. */
final class SelectedBatches implements Batches {
    private final int batchSize;
    private final Narrowing narrowing;
    private final Decider decider;
    private final Steps steps;

    SelectedBatches(Settings settings, Automation automation, Moment moment) {
        this.batchSize = settings.batchSize();
        this.narrowing = settings.narrowing(automation.who(), moment);
        this.steps = new Steps(automation, settings.store().fields(), moment);
        this.decider = new Decider(automation, moment);
    }

    @Override
    public Batch next(StoreReading reading, ProspectId after, Application application) {
        List<Prospect> candidates = reading.prospects(narrowing, after, batchSize);
        List<Prospect> selected = decider.selected(candidates);
        application.selected(selected.size());
        steps.outcomes(reading, selected).forEach(application::add);
        return new Batch(
                candidates.isEmpty()
                        ? after
                        : candidates.get(candidates.size() - 1).key(),
                candidates.size(),
                selected.size(),
                candidates.size() == batchSize);
    }

    @Override
    public void close() {
        decider.close();
    }
}
