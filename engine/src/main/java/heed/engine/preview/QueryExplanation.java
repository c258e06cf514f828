package heed.engine.preview;

import heed.filters.Criterion;
import heed.model.store.QueryPlan;
import java.util.List;

/**
 * How those whom an automation may select are read.
 *
 * @param exact whether the store leaves in only those who match; the rules are asked about everyone who is read all the same
 * @param conditions the criteria, as far as they are conditions of which each must be met
 * @param query what is asked of the database
 */
public record QueryExplanation(boolean exact, List<QueryCondition> conditions, QueryPlan query) {

    /** One condition, and who decides it. */
    public record QueryCondition(Criterion criterion, DecidedBy decidedBy) {}

    /** Who decides a condition. */
    public enum DecidedBy {
        /** The store reads only those who meet it. */
        STORE,
        /** The store leaves out some who do not meet it, and the rules the others. */
        BOTH,
        /** The store cannot ask it. */
        RULES
    }
}
