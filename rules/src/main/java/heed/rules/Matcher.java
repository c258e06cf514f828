package heed.rules;

import heed.model.prospect.Prospect;
import java.util.List;

/** Decides which selectors of a rule book match which prospects. For one thread at a time; closed after use. */
public interface Matcher extends AutoCloseable {

    /**
     * Tells each match once: the prospects in their order, the selectors of one prospect in theirs. The prospects may be
     * {@link heed.model.prospect.ProspectColumns}.
     *
     * @throws DecisionException if a prospect cannot be decided: that is never "does not match". The matcher is closed then.
     * @throws DisagreementException if two evaluators differ on a prospect; what was told of the list is void. The matcher is
     *     closed then.
     */
    void match(List<Prospect> prospects, MatchListener listener);

    @Override
    void close();

    /** Is told of matches. */
    @FunctionalInterface
    interface MatchListener {
        /**
         * @param selector its place in {@link RuleBook#selectors()}
         * @param index the prospect's, in the list that is decided
         */
        void onMatch(int selector, int index);
    }
}
