package heed.engine;

import heed.engine.ReadingPlan.By;
import heed.engine.ReadingPlan.Condition;
import heed.engine.definition.Automation;
import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import java.util.List;

/** Says of each condition of an automation whether the store or the rules decide it. */
final class Conditions {
    private final Settings settings;

    Conditions(Settings settings) {
        this.settings = settings;
    }

    ReadingPlan plan(Automation automation) {
        EvaluationTime moment = settings.now();
        Criterion who = automation.who();
        Prefilter whole = settings.narrowing(who, moment);
        List<Condition> conditions = who.accept(new EachOf(who)).stream()
                .map(part -> new Condition(part, by(whole, settings.narrowing(part, moment))))
                .toList();
        return new ReadingPlan(
                whole.exact(), conditions, settings.store().read(reading -> reading.explainQuery(whole)));
    }

    /** Nothing is asked of the store where the whole is too much for it, whatever it could do with a part. */
    private static By by(Prefilter whole, Prefilter part) {
        if (whole == Prefilter.EVERYONE || part == Prefilter.EVERYONE) {
            return By.RULES;
        }
        return part.exact() ? By.STORE : By.BOTH;
    }

    /** The parts that must all be met; any other criterion is its only one. */
    private record EachOf(Criterion whole) implements Criterion.Visitor<List<Criterion>> {
        @Override
        public List<Criterion> all(Criterion.All all) {
            return all.parts();
        }

        @Override
        public List<Criterion> any(Criterion.Any any) {
            return List.of(whole);
        }

        @Override
        public List<Criterion> not(Criterion.Not not) {
            return List.of(whole);
        }

        @Override
        public List<Criterion> comparison(Criterion.Comparison comparison) {
            return List.of(whole);
        }

        @Override
        public List<Criterion> timeFrame(Criterion.InTimeFrame timeFrame) {
            return List.of(whole);
        }

        @Override
        public List<Criterion> presence(Criterion.Presence presence) {
            return List.of(whole);
        }
    }
}
