package heed.rules;

/**
 * What Drools made of a rule book, read from the network that it built: which conditions the rules share, and which of them
 * it looks up in an index instead of asking one after the other.
 *
 * @param rules a selector has one, or one for each value of its first condition
 * @param hashed conditions that are looked up by hash
 * @param rangeIndexed conditions that are looked up by order
 * @param plain conditions that are asked of each prospect that comes to them
 * @param indexes how many indexes hold the hashed and range indexed conditions
 * @param text a condition a line, under the one that comes before it, and under the last of a rule whose selector it is
 */
public record NetworkInWords(int rules, int hashed, int rangeIndexed, int plain, int indexes, String text) {

    public static NetworkInWords of(RuleBook book) {
        AlphaNetwork network = book.network().orElseThrow();
        Walk walk = new Walk(book);
        network.first().forEach(sink -> walk.add(sink, 0));
        return new NetworkInWords(
                walk.rules, walk.hashed, walk.rangeIndexed, walk.plain, network.indexes(), walk.text.toString());
    }

    @Override
    public String toString() {
        return "rules: " + rules + "\nhashed: " + hashed + "\nrange indexed: " + rangeIndexed + "\nplain: " + plain
                + "\nindexes: " + indexes + "\n\n" + text;
    }

    private static final class Walk {
        private final RuleBook book;
        private final StringBuilder text = new StringBuilder();
        private int rules;
        private int hashed;
        private int rangeIndexed;
        private int plain;

        Walk(RuleBook book) {
            this.book = book;
        }

        private void add(AlphaNetwork.Sink sink, int depth) {
            text.append("  ".repeat(depth));
            if (sink instanceof AlphaNetwork.Condition condition) {
                text.append(condition.conjunct().words());
                switch (condition.lookup()) {
                    case HASH -> {
                        hashed++;
                        text.append("  [hashed]");
                    }
                    case ORDER -> {
                        rangeIndexed++;
                        text.append("  [range indexed]");
                    }
                    case NONE -> plain++;
                }
                text.append('\n');
                condition.next().forEach(next -> add(next, depth + 1));
            } else if (sink instanceof AlphaNetwork.Selection selection) {
                rules++;
                text.append("selects for ")
                        .append(book.selectors().get(selection.selector()).id())
                        .append('\n');
            }
        }
    }
}
