package heed.rules;

import heed.model.prospect.Prospect;
import heed.rules.internal.bulk.EncodedNetwork;
import heed.rules.internal.bulk.NetworkEvaluator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates prospects in batches on the alpha network of the rule book's KieBase, without a session. Each value is
 * encoded once, however many conditions test it. If the evaluation of a batch fails, a session evaluates the batch
 * instead; if it fails too, it names the prospect and the selector. The failed batches are counted and, when the
 * matcher is closed, logged.
 */
final class BulkMatcher implements Matcher {
    private static final Logger LOG = LoggerFactory.getLogger(BulkMatcher.class);

    /**
     * Large enough to spread the cost of visiting the network, small enough for a batch to stay in the processor's
     * cache.
     */
    private static final int BATCH_SIZE = 1_024;

    private final EncodedNetwork network;
    private final Matcher session;
    private NetworkEvaluator evaluator;
    private long batchCount;
    private long failedBatchCount;
    private String firstFailure = "";
    private boolean closed;

    /** @param session evaluates with the same rule book; closed together with this matcher */
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
        batchCount++;
        try {
            evaluator.batch().fill(prospects, from);
            evaluator.evaluate();
            evaluator.batch().clear();
            return true;
        } catch (RuntimeException e) {
            if (failedBatchCount++ == 0) {
                firstFailure = e.getClass().getSimpleName(); // not the message, which may contain a value
            }
            evaluator = new NetworkEvaluator(network, BATCH_SIZE); // the old one contains a half-evaluated batch
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
                // The listener failed. The remaining selections must not be reported with the next batch.
                evaluator = new NetworkEvaluator(network, BATCH_SIZE);
            }
        }
    }

    @Override
    public long failedBatchCount() {
        return failedBatchCount;
    }

    @Override
    public void close() {
        if (failedBatchCount > 0 && !closed) {
            LOG.warn(
                    "Bulk evaluation failed for {} of {} batches; a session evaluated them instead. First failure: {}",
                    failedBatchCount,
                    batchCount,
                    firstFailure);
        }
        closed = true;
        session.close();
    }
}
