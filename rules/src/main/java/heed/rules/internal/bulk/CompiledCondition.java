package heed.rules.internal.bulk;

import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.rules.internal.drools.Conjunct;
import heed.rules.internal.drools.DroolsOf;
import java.util.List;
import java.util.function.Consumer;

/** The conditions on single fields into which a conjunct is decomposed, as a tree. */
sealed interface CompiledCondition {

    /** Passes every condition on a single field to the consumer. */
    void forEachConjunct(Consumer<Conjunct> consumer);

    /** A condition on one field. */
    record FieldCondition(Conjunct conjunct) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            consumer.accept(conjunct);
        }
    }

    /** Every part is met. */
    record Conjunction(List<CompiledCondition> parts) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            parts.forEach(part -> part.forEachConjunct(consumer));
        }
    }

    /** At least one part is met. */
    record Disjunction(List<CompiledCondition> parts) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            parts.forEach(part -> part.forEachConjunct(consumer));
        }
    }

    /** The part is not met. */
    record Negation(CompiledCondition part) implements CompiledCondition {
        @Override
        public void forEachConjunct(Consumer<Conjunct> consumer) {
            part.forEachConjunct(consumer);
        }
    }

    /** Decomposes a conjunct that was created for the evaluation time. */
    static CompiledCondition of(Conjunct conjunct, EvaluationTime evaluationTime) {
        return conjunct instanceof Conjunct.Residual residual
                ? residual.criterion().accept(new Decomposer(residual, evaluationTime))
                : new FieldCondition(conjunct);
    }

    /** Decomposes the criterion of a conjunct that Drools evaluates as a whole. */
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
