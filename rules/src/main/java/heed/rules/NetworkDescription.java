package heed.rules;

import heed.rules.internal.drools.AlphaNetwork;

/**
 * What Drools made of a rule book, read from the network that it built: which conditions the rules share, and which of them
 * it looks up in an index instead of asking one after the other.
 *
 * @param rules a selector has one, or one for each value of its first condition
 * @param hashed conditions that are looked up by hash
 * @param rangeIndexed conditions that are looked up by order
 * @param unindexed conditions that are asked of each prospect that comes to them
 * @param indexes how many indexes hold the hashed and range indexed conditions
 * @param text a condition a line, under the one that comes before it, and under the last of a rule whose selector it is
 */
public record NetworkDescription(int rules, int hashed, int rangeIndexed, int unindexed, int indexes, String text) {

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
        return "rules: " + rules + "\nhashed: " + hashed + "\nrange indexed: " + rangeIndexed + "\nplain: " + unindexed
                + "\nindexes: " + indexes + "\n\n" + text;
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
