package heed.engine.internal.undo;

import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.fact.Provenance.Origin;
import heed.model.run.RunId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Every fact of one field of one prospect, in order, read as the history that there would be if some runs had asserted
 * nothing: the one being undone, and those that were undone. What undoing them asserted is no fact of that history either.
 * Its last fact says what the value is; if it comes after the run's own, the value is not the run's to put back.
 */
record FieldHistory(List<Fact> facts) {

    /**
     * What undoing a run means for the field.
     *
     * @param value what it is once the run is undone; empty if the field is
     * @param assertedBy who asserted that; empty if it was so when the first fact was recorded
     * @param outcome what becomes of it
     * @param needsAssertion whether it has to be asserted, because it is not so now
     */
    record UndoDecision(
            Optional<String> value, Optional<Provenance> assertedBy, UndoOutcome outcome, boolean needsAssertion) {}

    /** What becomes of a value that a run asserted. */
    enum UndoOutcome {
        RESTORED,
        SAME_BEFORE,
        ASSERTED_SINCE
    }

    /** What the facts of an undo rest on, and the facts that the store brings along with them. */
    static String evidence(RunId undone) {
        return "undo of run " + undone;
    }

    /**
     * Empty if the run itself asserted nothing here.
     *
     * @param undone the runs that were undone to the end; one whose undoing came as far as here counts too
     */
    Optional<UndoDecision> decideUndo(RunId run, Set<RunId> undone) {
        Set<RunId> undoneRuns = new HashSet<>(undone);
        facts.stream()
                .filter(FieldHistory::isUndo)
                .forEach(fact -> fact.provenance().run().ifPresent(undoneRuns::add));
        boolean alreadyUndone = facts.stream().anyMatch(fact -> isByRun(run, fact) && isUndo(fact));
        undoneRuns.add(run);
        return last(fact -> isByRun(run, fact) && !isUndo(fact) && !isSideEffectOfUndo(fact))
                .map(runFact ->
                        decision(run, runFact, last(fact -> isEffective(fact, run, undoneRuns)), alreadyUndone));
    }

    private static boolean isEffective(Fact fact, RunId undoneRun, Set<RunId> undoneRuns) {
        if (isUndo(fact)) {
            return false;
        }
        // An address that an undo put back has brought its bounce, or left one behind, whatever else is undone.
        return fact.provenance()
                .run()
                .filter(run -> undoneRuns.contains(run) && !(isSideEffectOfUndo(fact) && !run.equals(undoneRun)))
                .isEmpty();
    }

    private static boolean isByRun(RunId run, Fact fact) {
        return fact.provenance().run().equals(Optional.of(run));
    }

    private static boolean isUndo(Fact fact) {
        return fact.provenance().origin() == Origin.UNDO;
    }

    private static boolean isSideEffectOfUndo(Fact fact) {
        Provenance provenance = fact.provenance();
        return provenance.origin() == Origin.ADDRESS_CHANGE
                && provenance
                        .run()
                        .filter(run -> provenance.evidence().equals(Optional.of(evidence(run))))
                        .isPresent();
    }

    private Optional<Fact> last(Predicate<Fact> filter) {
        return facts.stream().filter(filter).reduce((earlier, later) -> later);
    }

    private UndoDecision decision(RunId run, Fact runFact, Optional<Fact> effectiveFact, boolean alreadyUndone) {
        Optional<String> value = effectiveFact.map(Fact::to).orElse(facts.get(0).from());
        boolean assertedSince = effectiveFact
                .filter(fact -> fact.sequence() > runFact.sequence())
                .isPresent();
        UndoOutcome outcome = assertedSince
                ? UndoOutcome.ASSERTED_SINCE
                : value.equals(runFact.to()) ? UndoOutcome.SAME_BEFORE : UndoOutcome.RESTORED;
        // What this undo brought along before it died is as if it were to come.
        Optional<String> currentValue =
                last(fact -> !(isByRun(run, fact) && isSideEffectOfUndo(fact))).flatMap(Fact::to);
        return new UndoDecision(
                value, effectiveFact.map(Fact::provenance), outcome, !alreadyUndone && !value.equals(currentValue));
    }
}
