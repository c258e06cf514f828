package heed.model.store;

import java.util.List;

/**
 * The plan of a query, in the words of the database.
 *
 * @param statement the statement with a placeholder for each value
 * @param steps the steps by which the database executes it, with the indexes that it uses
 */
public record QueryPlan(String statement, List<String> steps) {
    public QueryPlan {
        steps = List.copyOf(steps);
    }
}
