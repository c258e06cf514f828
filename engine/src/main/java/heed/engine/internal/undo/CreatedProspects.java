package heed.engine.internal.undo;

import heed.model.fact.Fact;
import heed.model.fact.Provenance.Origin;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The prospects of a page that the run created, and the decision which of them its undo removes: those whom nothing else
 * touched. Facts of undone runs, and facts that an undo asserted, do not touch a prospect. A prospect who ever said no is
 * never removed.
 *
 * @param created all of them
 * @param untouched those who have no fact that keeps them
 */
record CreatedProspects(Set<ProspectId> created, Set<ProspectId> untouched) {

    /**
     * Finds the created prospects.
     *
     * @param facts the facts of each prospect; of a created one, all facts
     * @param undone the runs that are undone
     */
    static CreatedProspects of(Map<ProspectId, List<Fact>> facts, RunId run, Set<RunId> undone) {
        Set<ProspectId> created = new TreeSet<>();
        Set<ProspectId> untouched = new TreeSet<>();
        facts.forEach((prospect, prospectFacts) -> {
            if (prospectFacts.stream().anyMatch(fact -> isCreation(fact, run))) {
                created.add(prospect);
                if (prospectFacts.stream().noneMatch(fact -> touches(fact, run, undone))) {
                    untouched.add(prospect);
                }
            }
        });
        return new CreatedProspects(created, untouched);
    }

    /** Returns the prospects that the undo would remove now. */
    Set<ProspectId> removable(StoreReading reading) {
        Set<ProspectId> removable = new TreeSet<>(untouched);
        removable.removeAll(reading.findReferenced(untouched));
        return removable;
    }

    private static boolean isCreation(Fact fact, RunId run) {
        return fact.field().isEmpty() && fact.provenance().run().equals(Optional.of(run));
    }

    private static boolean touches(Fact fact, RunId run, Collection<RunId> undone) {
        return FieldHistory.isYesOfFlag(fact)
                || (fact.provenance().origin() != Origin.UNDO
                        && fact.provenance()
                                .run()
                                .filter(factRun -> factRun.equals(run) || undone.contains(factRun))
                                .isEmpty());
    }
}
