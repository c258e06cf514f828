package heed.engine.internal.undo;

import heed.model.fact.Fact;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Knows which runs are undone. A run stays undone for good, so a run found to be undone is not looked up again. The
 * runs are read only for facts of other runs that were not undone so far, and they are listed, not found one by one: a
 * unit of work locks the run that it finds, and undos that lock each other's runs deadlock. Not thread-safe.
 */
final class UndoneRuns {
    private final RunId undoing;
    private final Set<RunId> undone = new HashSet<>();

    /** @param undoing the run that is being undone, which needs no look-up */
    UndoneRuns(RunId undoing) {
        this.undoing = undoing;
    }

    /** Returns the undone runs, among them at least those that asserted one of the facts. */
    Set<RunId> among(StoreReading reading, Collection<Fact> facts) {
        boolean isComplete = facts.stream()
                .flatMap(fact -> fact.provenance().run().stream())
                .allMatch(run -> run.equals(undoing) || undone.contains(run));
        if (!isComplete) {
            reading.listRuns().stream()
                    .filter(run -> run.undoneAt().isPresent())
                    .map(Run::id)
                    .forEach(undone::add);
        }
        return Set.copyOf(undone);
    }
}
