package heed.rules;

import heed.filters.Criterion;
import heed.model.Moment;
import java.util.List;
import java.util.function.Consumer;

/** A conjunct taken apart, down to what is asked of one field. */
sealed interface Condition {

    /** Tells every condition on one field. */
    void forEach(Consumer<Conjunct> told);

    /** Asked of one field. */
    record OfField(Conjunct conjunct) implements Condition {
        @Override
        public void forEach(Consumer<Conjunct> told) {
            told.accept(conjunct);
        }
    }

    record All(List<Condition> parts) implements Condition {
        @Override
        public void forEach(Consumer<Conjunct> told) {
            parts.forEach(part -> part.forEach(told));
        }
    }

    record Any(List<Condition> parts) implements Condition {
        @Override
        public void forEach(Consumer<Conjunct> told) {
            parts.forEach(part -> part.forEach(told));
        }
    }

    record Not(Condition part) implements Condition {
        @Override
        public void forEach(Consumer<Conjunct> told) {
            part.forEach(told);
        }
    }

    /** The conjunct was read at that moment. */
    static Condition of(Conjunct conjunct, Moment moment) {
        return conjunct instanceof Conjunct.Asked asked
                ? asked.criterion().accept(new Reading(asked, moment))
                : new OfField(conjunct);
    }

    /** Takes apart what is asked as a whole. */
    record Reading(Conjunct whole, Moment moment) implements Criterion.Visitor<Condition> {
        private Condition part(Criterion part) {
            List<Condition> conditions = DroolsOf.criterion(part, moment).stream()
                    .map(conjunct -> Condition.of(conjunct, moment))
                    .toList();
            return conditions.size() == 1 ? conditions.get(0) : new All(conditions);
        }

        @Override
        public Condition all(Criterion.All all) {
            return new All(all.parts().stream().map(this::part).toList());
        }

        @Override
        public Condition any(Criterion.Any any) {
            return new Any(any.parts().stream().map(this::part).toList());
        }

        @Override
        public Condition not(Criterion.Not not) {
            return new Not(part(not.part()));
        }

        @Override
        public Condition comparison(Criterion.Comparison comparison) {
            return new OfField(whole);
        }

        @Override
        public Condition timeFrame(Criterion.InTimeFrame timeFrame) {
            return new OfField(whole);
        }

        @Override
        public Condition presence(Criterion.Presence presence) {
            return new OfField(whole);
        }
    }
}
