package heed.rules;

import heed.model.Prospect;
import java.util.List;

/**
 * Decides many prospects at a time, without a session: they walk the alpha network of the rule book's KieBase in blocks,
 * and each value is looked at once. A block that it cannot decide is left to the session, which also says who failed.
 */
final class BulkMatcher implements Matcher {
    /** Rows of a block: enough for a walk to pay, few enough for what it needs to stay near the processor. */
    private static final int MOST = 1_024;

    private final CodedNetwork network;
    private final Matcher session;
    private Walk walk;

    /** @param session decides by the same rule book; closed with this */
    BulkMatcher(CodedNetwork network, Matcher session) {
        this.network = network;
        this.session = session;
        this.walk = new Walk(network, MOST);
    }

    @Override
    public void match(List<Prospect> prospects, Matches matches) {
        for (int from = 0; from < prospects.size(); from += MOST) {
            if (decided(prospects, from)) {
                tell(from, matches);
            } else {
                int first = from;
                session.match(
                        prospects.subList(from, Math.min(from + MOST, prospects.size())),
                        (selector, place) -> matches.matched(selector, first + place));
            }
        }
    }

    private boolean decided(List<Prospect> prospects, int from) {
        try {
            walk.block().fill(prospects, from);
            walk.decide();
            walk.block().clear();
            return true;
        } catch (RuntimeException e) {
            walk = new Walk(network, MOST); // what it held is half done
            return false;
        }
    }

    private void tell(int from, Matches matches) {
        boolean told = false;
        try {
            walk.tell(from, matches);
            told = true;
        } finally {
            if (!told) {
                walk = new Walk(network, MOST); // the rest would be told of the next block
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
