package heed.rules;

import heed.model.Prospect;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.drools.base.common.NetworkNode;
import org.drools.core.impl.InternalRuleBase;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.CompositeObjectSinkAdapter;
import org.drools.core.reteoo.ObjectSinkPropagator;
import org.drools.core.reteoo.ObjectTypeNode;
import org.drools.core.reteoo.RuleTerminalNode;
import org.drools.modelcompiler.constraints.LambdaConstraint;

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
        Walk walk = new Walk(book);
        for (ObjectTypeNode type : ((InternalRuleBase) book.kieBase()).getRete().getObjectTypeNodes()) {
            if (type.getObjectType().isAssignableTo(Prospect.class)) {
                walk.below(type, type.getObjectSinkPropagator(), 0);
            }
        }
        return new NetworkInWords(
                walk.rules, walk.hashed, walk.rangeIndexed, walk.plain, walk.indexes, walk.text.toString());
    }

    @Override
    public String toString() {
        return "rules: " + rules + "\nhashed: " + hashed + "\nrange indexed: " + rangeIndexed + "\nplain: " + plain
                + "\nindexes: " + indexes + "\n\n" + text;
    }

    private static final class Walk {
        private final Map<String, Conjunct> conjuncts = new HashMap<>();
        private final StringBuilder text = new StringBuilder();
        private int rules;
        private int hashed;
        private int rangeIndexed;
        private int plain;
        private int indexes;

        Walk(RuleBook book) {
            book.patterns().stream()
                    .flatMap(List::stream)
                    .flatMap(List::stream)
                    .forEach(conjunct -> conjuncts.put(conjunct.id(), conjunct));
        }

        private void below(NetworkNode node, ObjectSinkPropagator propagator, int depth) {
            Set<NetworkNode> byHash = new HashSet<>();
            Set<NetworkNode> byRange = new HashSet<>();
            if (propagator instanceof CompositeObjectSinkAdapter several) {
                if (several.getHashedSinkMap() != null) {
                    byHash.addAll(several.getHashedSinkMap().values());
                    indexes += (int) several.getHashedFieldIndexes().stream()
                            .filter(CompositeObjectSinkAdapter.FieldIndex::isHashed)
                            .count();
                }
                if (several.getRangeIndexMap() != null) {
                    several.getRangeIndexMap().values().forEach(index -> byRange.addAll(index.getAllValues()));
                    indexes += several.getRangeIndexMap().size();
                }
            }
            hashed += byHash.size();
            rangeIndexed += byRange.size();
            for (NetworkNode sink : inOrder(node)) {
                if (sink instanceof AlphaNode alpha) {
                    boolean indexed = byHash.contains(alpha) || byRange.contains(alpha);
                    plain += indexed ? 0 : 1;
                    line(
                            depth,
                            words(alpha)
                                    + (indexed ? byHash.contains(alpha) ? "  [hashed]" : "  [range indexed]" : ""));
                    below(alpha, alpha.getObjectSinkPropagator(), depth + 1);
                } else {
                    selectors(sink, depth);
                }
            }
        }

        private void selectors(NetworkNode node, int depth) {
            if (node instanceof RuleTerminalNode rule) {
                rules++;
                String name = rule.getRule().getName();
                line(depth, "selects for " + name.substring(name.indexOf(' ') + 1));
            } else {
                inOrder(node).forEach(sink -> selectors(sink, depth));
            }
        }

        /** As the rules were added. */
        private static List<NetworkNode> inOrder(NetworkNode node) {
            return Arrays.stream(node.getSinks())
                    .sorted(Comparator.comparingInt(NetworkNode::getId))
                    .toList();
        }

        private String words(AlphaNode alpha) {
            String id =
                    ((LambdaConstraint) alpha.getConstraint()).getEvaluator().getId();
            return Objects.requireNonNull(conjuncts.get(id)).words();
        }

        private void line(int depth, String words) {
            text.append("  ".repeat(depth)).append(words).append('\n');
        }
    }
}
