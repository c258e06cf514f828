package heed.rules.internal.bulk;

import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.rules.internal.drools.Conjunct;
import heed.rules.internal.drools.DroolsOf;
import java.util.List;
import java.util.function.Consumer;

/** A conjunct taken apart, down to what is asked of one field. */
sealed interface CompiledCondition {

    /** Tells every condition on one field. */
    void forEachConjunct(Consumer<Conjunct> consumer);

    /** Asked of one field. */
    record FieldCondition(Conjunct conjunct) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            consumer.accept(conjunct);
        }
    }

    record Conjunction(List<CompiledCondition> parts) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            parts.forEach(part -> part.forEachConjunct(consumer));
        }
    }

    record Disjunction(List<CompiledCondition> parts) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            parts.forEach(part -> part.forEachConjunct(consumer));
        }
    }

    record Negation(CompiledCondition part) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            part.forEachConjunct(consumer);
        }
    }

    /** The conjunct was read at that moment. */
    static CompiledCondition of(Conjunct conjunct, EvaluationTime evaluationTime) {
        return conjunct instanceof Conjunct.Residual residual
                ? residual.criterion().accept(new Decomposer(residual, evaluationTime))
                : new FieldCondition(conjunct);
    }

    /** Takes apart what is asked as a whole. */
    record Decomposer(Conjunct conjunct, EvaluationTime evaluationTime)
            implements Criterion.Visitor<CompiledCondition> {
        private CompiledCondition decompose(Criterion part) {
            List<CompiledCondition> conditions = DroolsOf.criterion(part, evaluationTime).stream()
                    .map(conjunct -> CompiledCondition.of(conjunct, evaluationTime))
                    .toList();
            return conditions.size() == 1 ? conditions.get(0) : new Conjunction(conditions);
        }

        @Override
        public CompiledCondition all(Criterion.All all) {
            return new Conjunction(all.parts().stream().map(this::decompose).toList());
        }

        @Override
        public CompiledCondition any(Criterion.Any any) {
            return new Disjunction(any.parts().stream().map(this::decompose).toList());
        }

        @Override
        public CompiledCondition not(Criterion.Not not) {
            return new Negation(decompose(not.part()));
        }

        @Override
        public CompiledCondition comparison(Criterion.Comparison comparison) {
            return new FieldCondition(conjunct);
        }

        @Override
        public CompiledCondition timeFrame(Criterion.InTimeFrame timeFrame) {
            return new FieldCondition(conjunct);
        }

        @Override
        public CompiledCondition presence(Criterion.Presence presence) {
            return new FieldCondition(conjunct);
        }
    }
}
