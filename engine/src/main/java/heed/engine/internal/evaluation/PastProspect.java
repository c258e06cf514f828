package heed.engine.internal.evaluation;

import heed.model.fact.Fact;
import heed.model.fact.Provenance.Origin;
import heed.model.field.Field;
import heed.model.prospect.Prospect;
import heed.model.prospect.ValueReader;
import heed.model.run.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prospect with the values that a run found, before it changed any: the present values, with every later assertion taken back.
 */
public final class PastProspect {
    private PastProspect() {}

    /**
     * Returns the prospect as the run found it; empty if the prospect did not exist yet. If the run asserted nothing of the
     * prospect, the values are those at the start of the run.
     *
     * @param facts all facts of the prospect, in order
     */
    public static Optional<Prospect> before(Run run, Prospect present, List<Fact> facts) {
        long end = facts.stream()
                .filter(fact -> isByRun(run, fact))
                .mapToLong(Fact::sequence)
                .findFirst()
                .orElseGet(() -> facts.stream()
                        .filter(fact -> fact.provenance().at().isAfter(run.startedAt()))
                        .mapToLong(Fact::sequence)
                        .findFirst()
                        .orElse(Long.MAX_VALUE));
        if (facts.stream().anyMatch(fact -> fact.field().isEmpty() && fact.sequence() >= end)) {
            return Optional.empty();
        }
        Map<Field, Optional<String>> changed = new HashMap<>();
        for (Fact fact : facts) {
            if (fact.sequence() >= end) {
                fact.field().ifPresent(field -> changed.putIfAbsent(field, fact.from()));
            }
        }
        Prospect past = present;
        for (Map.Entry<Field, Optional<String>> change : changed.entrySet()) {
            past = past.with(
                    change.getKey(),
                    change.getValue()
                            .flatMap(text -> ValueReader.read(
                                    change.getKey(), text, run.evaluationTime().zone())));
        }
        return Optional.of(past);
    }

    private static boolean isByRun(Run run, Fact fact) {
        return fact.provenance().origin() != Origin.UNDO
                && fact.provenance().run().equals(Optional.of(run.id()));
    }
}
