package heed.engine.preview;

import heed.filters.Criterion;
import heed.model.store.QueryPlan;
import java.util.List;

/**
 * How an automation's candidates are read from the store.
 *
 * @param exact whether the query returns only prospects that match the criteria; the rules evaluate them all the same
 * @param conditions the parts of a Match All criterion; any other criterion is a single condition
 * @param query the query and the database's plan for it
 */
public record QueryExplanation(boolean exact, List<QueryCondition> conditions, QueryPlan query) {

    /** One condition of the criteria, and who decides it. */
    public record QueryCondition(Criterion criterion, DecidedBy decidedBy) {}

    /** Who decides a condition. */
    public enum DecidedBy {
        /** The query returns only prospects that meet the condition. */
        STORE,
        /**
         * The query leaves out some of the prospects that do not meet the condition, and the rules leave out the
         * others.
         */
        BOTH,
        /** The query does not contain the condition. */
        RULES
    }
}
