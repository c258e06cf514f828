package heed.engine.internal.preview;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.QueryExplanation.DecidedBy;
import heed.engine.preview.QueryExplanation.QueryCondition;
import heed.filters.Criterion;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import java.util.List;

/** Explains how candidates are read from the store, and whether the store or the rules decide each condition. */
public final class QueryExplainer {
    private final ProspectAccess access;

    public QueryExplainer(ProspectAccess access) {
        this.access = access;
    }

    /** Explains the query for the automation's criteria. No prospect is read. */
    public QueryExplanation explain(Automation automation) {
        EvaluationTime evaluationTime = access.evaluationTime();
        Criterion criteria = automation.criteria();
        Prefilter prefilter = access.prefilter(criteria, evaluationTime);
        List<QueryCondition> conditions = criteria.accept(new ConjunctsOf(criteria)).stream()
                .map(conjunct ->
                        new QueryCondition(conjunct, decidedBy(prefilter, access.prefilter(conjunct, evaluationTime))))
                .toList();
        return new QueryExplanation(
                prefilter.exact(), conditions, access.store().read(reading -> reading.explainQuery(prefilter)));
    }

    /**
     * If the store cannot prefilter by the whole criteria, it decides nothing, even if it could decide this condition
     * alone.
     */
    private static DecidedBy decidedBy(Prefilter prefilter, Prefilter conjunctPrefilter) {
        if (prefilter == Prefilter.EVERYONE || conjunctPrefilter == Prefilter.EVERYONE) {
            return DecidedBy.RULES;
        }
        return conjunctPrefilter.exact() ? DecidedBy.STORE : DecidedBy.BOTH;
    }

    /** Returns the parts of a Match All criterion; any other criterion is its own only part. */
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
