package heed.model.store;

import java.util.List;

/**
 * How a store reads, in the words of its database.
 *
 * @param statement as it is asked, with a mark for each value
 * @param steps what the database does to answer it, an index that it uses among them
 */
public record QueryPlan(String statement, List<String> steps) {
    public QueryPlan {
        steps = List.copyOf(steps);
    }
}
