package heed.rules;

import heed.rules.internal.drools.AlphaNetwork;

/**
 * A description of the network that Drools builds for a rule book: the conditions that rules share, and the conditions
 * that an index finds instead of testing them one after the other.
 *
 * @param rules the number of rules; a selector has one, or one for each value of its first condition
 * @param hashed the number of conditions that a hash index finds
 * @param rangeIndexed the number of conditions that a range index finds
 * @param unindexed the number of conditions that are tested for each prospect that reaches them
 * @param indexes the number of indexes with the hashed and range-indexed conditions
 * @param text one condition a line, indented below the condition before it; below the last condition of a rule, its
 *     selector
 */
public record NetworkDescription(int rules, int hashed, int rangeIndexed, int unindexed, int indexes, String text) {

    /** Describes the network of a rule book. */
    public static NetworkDescription of(RuleBook book) {
        AlphaNetwork network = book.alphaNetwork().orElseThrow();
        DescriptionBuilder builder = new DescriptionBuilder(book);
        network.roots().forEach(sink -> builder.append(sink, 0));
        return new NetworkDescription(
                builder.rules,
                builder.hashed,
                builder.rangeIndexed,
                builder.unindexed,
                network.indexes(),
                builder.text.toString());
    }

    @Override
    public String toString() {
        return "rules: " + rules + "\nhashed: " + hashed + "\nrange indexed: " + rangeIndexed + "\nunindexed: "
                + unindexed + "\nindexes: " + indexes + "\n\n" + text;
    }

    private static final class DescriptionBuilder {
        private final RuleBook book;
        private final StringBuilder text = new StringBuilder();
        private int rules;
        private int hashed;
        private int rangeIndexed;
        private int unindexed;

        DescriptionBuilder(RuleBook book) {
            this.book = book;
        }

        private void append(AlphaNetwork.EvaluationNode node, int depth) {
            text.append("  ".repeat(depth));
            if (node instanceof AlphaNetwork.ConditionNode condition) {
                text.append(condition.conjunct().description());
                switch (condition.lookup()) {
                    case HASH -> {
                        hashed++;
                        text.append("  [hashed]");
                    }
                    case ORDER -> {
                        rangeIndexed++;
                        text.append("  [range indexed]");
                    }
                    case NONE -> unindexed++;
                }
                text.append('\n');
                condition.successors().forEach(next -> append(next, depth + 1));
            } else if (node instanceof AlphaNetwork.SelectionNode selection) {
                rules++;
                text.append("selects for ")
                        .append(book.selectors().get(selection.selector()).id())
                        .append('\n');
            }
        }
    }
}
