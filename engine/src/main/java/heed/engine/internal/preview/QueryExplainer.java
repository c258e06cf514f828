package heed.engine.internal.preview;

import heed.engine.definition.Automation;
import heed.engine.internal.core.EngineSettings;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.QueryExplanation.DecidedBy;
import heed.engine.preview.QueryExplanation.QueryCondition;
import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import java.util.List;

/** Says of each condition of an automation whether the store or the rules decide it. */
public final class QueryExplainer {
    private final EngineSettings settings;

    public QueryExplainer(EngineSettings settings) {
        this.settings = settings;
    }

    public QueryExplanation explain(Automation automation) {
        EvaluationTime evaluationTime = settings.evaluationTime();
        Criterion criteria = automation.criteria();
        Prefilter prefilter = settings.prefilter(criteria, evaluationTime);
        List<QueryCondition> conditions = criteria.accept(new ConjunctsOf(criteria)).stream()
                .map(conjunct -> new QueryCondition(
                        conjunct, decidedBy(prefilter, settings.prefilter(conjunct, evaluationTime))))
                .toList();
        return new QueryExplanation(
                prefilter.exact(), conditions, settings.store().read(reading -> reading.explainQuery(prefilter)));
    }

    /** Nothing is asked of the store where the whole is too much for it, whatever it could do with a part. */
    private static DecidedBy decidedBy(Prefilter prefilter, Prefilter conjunctPrefilter) {
        if (prefilter == Prefilter.EVERYONE || conjunctPrefilter == Prefilter.EVERYONE) {
            return DecidedBy.RULES;
        }
        return conjunctPrefilter.exact() ? DecidedBy.STORE : DecidedBy.BOTH;
    }

    /** The parts that must all be met; any other criterion is its only one. */
    private record ConjunctsOf(Criterion criterion) implements Criterion.Visitor<List<Criterion>> {
        @Override
        public List<Criterion> all(Criterion.All all) {
            return all.parts();
        }

        @Override
        public List<Criterion> any(Criterion.Any any) {
            return List.of(criterion);
        }

        @Override
        public List<Criterion> not(Criterion.Not not) {
            return List.of(criterion);
        }

        @Override
        public List<Criterion> comparison(Criterion.Comparison comparison) {
            return List.of(criterion);
        }

        @Override
        public List<Criterion> timeFrame(Criterion.InTimeFrame timeFrame) {
            return List.of(criterion);
        }

        @Override
        public List<Criterion> presence(Criterion.Presence presence) {
            return List.of(criterion);
        }
    }
}
