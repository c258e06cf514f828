package heed.model.store;

/**
 * A store's query for the prospects that the criteria may match. It excludes only prospects that the criteria cannot
 * match. A store creates it from a criterion, and only the same store accepts it.
 */
public interface Prefilter {
    /** The prefilter that excludes nobody. It is correct for every criterion, and every store accepts it. */
    Prefilter EVERYONE = new Prefilter() {
        @Override
        public boolean exact() {
            return false;
        }

        @Override
        public String description() {
            return "everyone is read";
        }
    };

    /** Returns whether the prefilter passes exactly the prospects that the criteria match. */
    boolean exact();

    /** Returns a description of the query in words. */
    String description();
}
