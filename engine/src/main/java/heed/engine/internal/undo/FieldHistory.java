package heed.engine.internal.undo;

import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.fact.Provenance.Origin;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.run.RunId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The facts of one field of one prospect, and the decision what an undo does to the field. The decision follows the
 * history as it would be if certain runs had asserted nothing: the run to undo, and the runs that are already undone.
 * Facts that undoing a run asserted do not count in that history either. A no that an import brought, that is a Yes of
 * Email Opt Out or Bounced, always counts: no undo takes it back. The last fact that counts is the effective one: it has the value that the field gets. If it comes after the facts of the run to undo, somebody has asserted the
 * value since, and the undo leaves it alone.
 *
 * @param facts all facts of the field, in order; at least one
 */
record FieldHistory(List<Fact> facts) {

    /**
     * What an undo does to the field.
     *
     * @param value the value once the run is undone; empty if the field is then empty
     * @param assertedBy who asserted that value; empty if the field had it before the first fact was recorded
     * @param outcome why the field has that value
     * @param needsAssertion whether the undo has to assert the value, because the field does not have it now
     */
    record UndoDecision(
            Optional<String> value, Optional<Provenance> assertedBy, UndoOutcome outcome, boolean needsAssertion) {}

    /** What happens to a value that a run asserted. */
    enum UndoOutcome {
        /** The field gets another value back. */
        RESTORED,
        /** The field keeps the value, because it had the same one before the run. */
        SAME_BEFORE,
        /** The field keeps the value, because somebody has asserted one since. */
        ASSERTED_SINCE,
        /** The flag stays Yes, because the run is an import. */
        NO_OF_IMPORT
    }

    /** Returns the evidence in the facts of an undo, and in the facts that the store adds as their side effects. */
    static String evidence(RunId undone) {
        return "undo of run " + undone;
    }

    /**
     * Decides what undoing the run does to the field; empty if the run asserted nothing of it.
     *
     * @param run the run to undo
     * @param undone the runs that are completely undone; a run whose undo has only reached this field is recognized by
     *     its facts
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

    /** Returns whether a fact counts in the history without the undone runs. */
    private static boolean isEffective(Fact fact, RunId run, Set<RunId> undoneRuns) {
        if (isUndo(fact)) {
            return false;
        }
        if (isNoOfImport(fact)) {
            return true;
        }
        // When the undo of another run restored an address, the store set Bounced by that address. That fact counts,
        // because the address does have that status, whichever runs are undone.
        return fact.provenance()
                .run()
                .filter(factRun -> undoneRuns.contains(factRun) && !(isSideEffectOfUndo(fact) && !factRun.equals(run)))
                .isEmpty();
    }

    /** Returns whether the fact is a Yes of a flag that an import asserted. */
    static boolean isNoOfImport(Fact fact) {
        return fact.provenance().origin() == Origin.IMPORT && isYesOfFlag(fact);
    }

    /** Returns whether the fact is a Yes of a flag. */
    static boolean isYesOfFlag(Fact fact) {
        return fact.field().filter(Field::isFlag).isPresent()
                && fact.to().equals(Optional.of(Value.of(true).text()));
    }

    private static boolean isByRun(RunId run, Fact fact) {
        return fact.provenance().run().equals(Optional.of(run));
    }

    private static boolean isUndo(Fact fact) {
        return fact.provenance().origin() == Origin.UNDO;
    }

    /** Returns whether the store added the fact because an undo changed the prospect's address. */
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
        UndoOutcome outcome;
        if (assertedSince) {
            outcome = UndoOutcome.ASSERTED_SINCE;
        } else if (!value.equals(runFact.to())) {
            outcome = UndoOutcome.RESTORED;
        } else {
            outcome = effectiveFact
                            .filter(fact -> isByRun(run, fact) && !fact.from().equals(fact.to()))
                            .isPresent()
                    ? UndoOutcome.NO_OF_IMPORT
                    : UndoOutcome.SAME_BEFORE;
        }
        // An earlier attempt at this undo may have died after the store added its side effects. They are left out of
        // the current value, because this attempt will cause them again.
        Optional<String> currentValue =
                last(fact -> !(isByRun(run, fact) && isSideEffectOfUndo(fact))).flatMap(Fact::to);
        return new UndoDecision(
                value, effectiveFact.map(Fact::provenance), outcome, !alreadyUndone && !value.equals(currentValue));
    }
}
