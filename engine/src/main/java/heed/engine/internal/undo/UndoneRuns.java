package heed.engine.internal.undo;

import heed.model.fact.Fact;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks up which runs are undone. A run stays undone for good, so a run found to be undone is not looked up again. A
 * run that is not undone yet is looked up in each transaction anew, because its own undo may be under way. Not
 * thread-safe.
 */
final class UndoneRuns {
    private final Set<RunId> undone = new HashSet<>();

    /** Returns the undone runs, among them at least those that asserted one of the facts. */
    Set<RunId> among(StoreReading reading, Collection<Fact> facts) {
        Set<RunId> checked = new HashSet<>();
        for (Fact fact : facts) {
            fact.provenance()
                    .run()
                    .filter(run -> !undone.contains(run) && checked.add(run))
                    .flatMap(reading::findRun)
                    .filter(run -> run.undoneAt().isPresent())
                    .ifPresent(run -> undone.add(run.id()));
        }
        return Set.copyOf(undone);
    }
}
