package heed.model.store;

/**
 * A store's own reading of whom to consider: it leaves out only prospects that the criteria cannot match. Made by the
 * store from a criterion, given back to the same store.
 */
public interface Prefilter {
    /** Everyone: right for every criterion and understood by every store. */
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

    /** Whether it leaves in only prospects that the criteria match. */
    boolean exact();

    /** What is asked of the store, in words for people. */
    String description();
}
