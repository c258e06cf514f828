package heed.rules;

import heed.model.prospect.Prospect;
import java.util.List;

/**
 * Evaluates which selectors of a rule book match which prospects. Used by one thread at a time and closed after use.
 */
public interface Matcher extends AutoCloseable {

    /**
     * Reports each match exactly once, ordered by prospect, then by selector. The list may be a
     * {@link heed.model.prospect.ProspectColumns}.
     *
     * @throws DecisionException if the evaluation of a prospect fails, which never counts as "does not match". The
     *     matcher is closed then.
     * @throws DisagreementException if two evaluators differ on a prospect. The matches that were reported for this
     *     list are invalid, and the matcher is closed.
     */
    void match(List<Prospect> prospects, MatchListener listener);

    /**
     * Returns for how many batches bulk evaluation has failed since the matcher was created. A session evaluated these
     * batches instead, so that the matches are complete and correct but slow. A number above 0 is a fault worth a
     * report.
     */
    default long failedBatchCount() {
        return 0;
    }

    @Override
    void close();

    /** Receives matches. */
    @FunctionalInterface
    interface MatchListener {
        /**
         * Reports a match.
         *
         * @param selector the selector's index in {@link RuleBook#selectors()}
         * @param index the prospect's index in the list
         */
        void onMatch(int selector, int index);
    }
}
