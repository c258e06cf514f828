package heed.engine;

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
record Trail(List<Fact> facts) {

    /**
     * What undoing a run means for the field.
     *
     * @param value what it is once the run is undone; empty if the field is
     * @param by who asserted that; empty if it was so when the first fact was recorded
     * @param fate what becomes of it
     * @param asserts whether it has to be asserted, because it is not so now
     */
    record Verdict(Optional<String> value, Optional<Provenance> by, Fate fate, boolean asserts) {}

    /** What becomes of a value that a run asserted. */
    enum Fate {
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
    Optional<Verdict> undoing(RunId run, Set<RunId> undone) {
        Set<RunId> gone = new HashSet<>(undone);
        facts.stream()
                .filter(Trail::isUndo)
                .forEach(fact -> fact.provenance().run().ifPresent(gone::add));
        boolean done = facts.stream().anyMatch(fact -> isOf(run, fact) && isUndo(fact));
        gone.add(run);
        return last(fact -> isOf(run, fact) && !isUndo(fact) && !broughtByUndo(fact))
                .map(own -> verdict(run, own, last(fact -> stands(fact, run, gone)), done));
    }

    private static boolean stands(Fact fact, RunId undoing, Set<RunId> gone) {
        if (isUndo(fact)) {
            return false;
        }
        // An address that an undo put back has brought its bounce, or left one behind, whatever else is undone.
        return fact.provenance()
                .run()
                .filter(run -> gone.contains(run) && !(broughtByUndo(fact) && !run.equals(undoing)))
                .isEmpty();
    }

    private static boolean isOf(RunId run, Fact fact) {
        return fact.provenance().run().equals(Optional.of(run));
    }

    private static boolean isUndo(Fact fact) {
        return fact.provenance().origin() == Origin.UNDO;
    }

    private static boolean broughtByUndo(Fact fact) {
        Provenance why = fact.provenance();
        return why.origin() == Origin.ADDRESS_CHANGE
                && why.run()
                        .filter(run -> why.evidence().equals(Optional.of(evidence(run))))
                        .isPresent();
    }

    private Optional<Fact> last(Predicate<Fact> wanted) {
        return facts.stream().filter(wanted).reduce((earlier, later) -> later);
    }

    private Verdict verdict(RunId run, Fact own, Optional<Fact> standing, boolean done) {
        Optional<String> value = standing.map(Fact::to).orElse(facts.get(0).from());
        boolean since =
                standing.filter(fact -> fact.sequence() > own.sequence()).isPresent();
        Fate fate = since ? Fate.ASSERTED_SINCE : value.equals(own.to()) ? Fate.SAME_BEFORE : Fate.RESTORED;
        // What this undo brought along before it died is as if it were to come.
        Optional<String> present =
                last(fact -> !(isOf(run, fact) && broughtByUndo(fact))).flatMap(Fact::to);
        return new Verdict(value, standing.map(Fact::provenance), fate, !done && !value.equals(present));
    }
}
