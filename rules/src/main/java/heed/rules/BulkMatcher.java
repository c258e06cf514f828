package heed.rules;

import heed.model.prospect.Prospect;
import heed.rules.internal.bulk.EncodedNetwork;
import heed.rules.internal.bulk.NetworkEvaluator;
import java.util.List;

/**
 * Decides many prospects at a time, without a session: they walk the alpha network of the rule book's KieBase in blocks,
 * and each value is looked at once. A block that it cannot decide is left to the session, which also says who failed.
 */
final class BulkMatcher implements Matcher {
    /** Rows of a block: enough for a walk to pay, few enough for what it needs to stay near the processor. */
    private static final int BATCH_SIZE = 1_024;

    private final EncodedNetwork network;
    private final Matcher session;
    private NetworkEvaluator evaluator;

    /** @param session decides by the same rule book; closed with this */
    BulkMatcher(EncodedNetwork network, Matcher session) {
        this.network = network;
        this.session = session;
        this.evaluator = new NetworkEvaluator(network, BATCH_SIZE);
    }

    @Override
    public void match(List<Prospect> prospects, MatchListener listener) {
        for (int from = 0; from < prospects.size(); from += BATCH_SIZE) {
            if (tryEvaluate(prospects, from)) {
                report(from, listener);
            } else {
                int first = from;
                session.match(
                        prospects.subList(from, Math.min(from + BATCH_SIZE, prospects.size())),
                        (selector, index) -> listener.onMatch(selector, first + index));
            }
        }
    }

    private boolean tryEvaluate(List<Prospect> prospects, int from) {
        try {
            evaluator.batch().fill(prospects, from);
            evaluator.evaluate();
            evaluator.batch().clear();
            return true;
        } catch (RuntimeException e) {
            evaluator = new NetworkEvaluator(network, BATCH_SIZE); // what it held is half done
            return false;
        }
    }

    private void report(int from, MatchListener listener) {
        boolean reported = false;
        try {
            evaluator.report(from, listener::onMatch);
            reported = true;
        } finally {
            if (!reported) {
                evaluator = new NetworkEvaluator(network, BATCH_SIZE); // the rest would be told of the next block
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
