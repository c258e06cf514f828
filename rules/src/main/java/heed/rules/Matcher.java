package heed.rules;

import heed.model.Prospect;
import java.util.List;

/** Decides which selectors of a rule book match which prospects. For one thread at a time; closed after use. */
public interface Matcher extends AutoCloseable {

    /**
     * Tells each match once: the prospects in their order, the selectors of one prospect in theirs.
     *
     * @throws DecisionException if a prospect cannot be decided: that is never "does not match". The matcher is closed then.
     */
    void match(List<Prospect> prospects, Matches matches);

    @Override
    void close();

    /** Is told of matches. */
    @FunctionalInterface
    interface Matches {
        /** @param selector its place in {@link RuleBook#selectors()} */
        void matched(int selector, Prospect prospect);
    }
}
