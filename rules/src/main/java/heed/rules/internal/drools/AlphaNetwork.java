package heed.rules.internal.drools;

import heed.model.prospect.Prospect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.drools.base.common.NetworkNode;
import org.drools.core.impl.InternalRuleBase;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.CompositeObjectSinkAdapter;
import org.drools.core.reteoo.LeftInputAdapterNode;
import org.drools.core.reteoo.ObjectSinkPropagator;
import org.drools.core.reteoo.ObjectTypeNode;
import org.drools.core.reteoo.RuleTerminalNode;
import org.drools.modelcompiler.constraints.LambdaConstraint;
import org.kie.api.KieBase;

/**
 * The network by which Drools evaluates a rule book, read from the KieBase of its sessions: the conditions that the
 * rules share, the order in which they are tested, and the selectors at the end of each path. This is the only class
 * that depends on the internals of Drools, in the version that the build declares.
 *
 * @param roots the nodes that every prospect reaches
 * @param indexes the number of indexes that Drools built over the conditions
 */
public record AlphaNetwork(List<EvaluationNode> roots, int indexes) {

    /** A node that a prospect reaches. */
    public sealed interface EvaluationNode {}

    /** A condition, and the nodes that a prospect reaches if it meets the condition. */
    public record ConditionNode(Conjunct conjunct, Lookup lookup, List<EvaluationNode> successors)
            implements EvaluationNode {}

    /** The end of a rule: the prospect is selected by the selector with that index. */
    public record SelectionNode(int selector) implements EvaluationNode {}

    /** How Drools finds the conditions of a node that a prospect meets. */
    public enum Lookup {
        NONE,
        HASH,
        ORDER
    }

    public AlphaNetwork {
        roots = List.copyOf(roots);
    }

    /**
     * Reads the network of a KieBase. Returns empty if the network contains anything but conditions of the rule book
     * and ends of its rules.
     *
     * @param conjuncts all conditions of the rule book
     */
    public static Optional<AlphaNetwork> of(KieBase kieBase, List<Conjunct> conjuncts) {
        try {
            NetworkReader reader = new NetworkReader(conjuncts);
            List<EvaluationNode> roots = new ArrayList<>();
            for (ObjectTypeNode type : ((InternalRuleBase) kieBase).getRete().getObjectTypeNodes()) {
                if (type.getObjectType().isAssignableTo(Prospect.class)) {
                    roots.addAll(reader.successorsOf(type, type.getObjectSinkPropagator()));
                } else if (type.getSinks().length > 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(new AlphaNetwork(roots, reader.indexes));
        } catch (UnknownNodeException e) {
            return Optional.empty();
        }
    }

    private static final class UnknownNodeException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final class NetworkReader {
        private final Map<String, Conjunct> conjuncts = new HashMap<>();
        private int indexes;

        NetworkReader(List<Conjunct> bookConjuncts) {
            bookConjuncts.forEach(conjunct -> conjuncts.put(conjunct.id(), conjunct));
        }

        List<EvaluationNode> successorsOf(NetworkNode node, ObjectSinkPropagator propagator)
                throws UnknownNodeException {
            Set<NetworkNode> byHash = new HashSet<>();
            Set<NetworkNode> byOrder = new HashSet<>();
            if (propagator instanceof CompositeObjectSinkAdapter composite) {
                if (composite.getHashedSinkMap() != null) {
                    byHash.addAll(composite.getHashedSinkMap().values());
                    indexes += (int) composite.getHashedFieldIndexes().stream()
                            .filter(CompositeObjectSinkAdapter.FieldIndex::isHashed)
                            .count();
                }
                if (composite.getRangeIndexMap() != null) {
                    composite.getRangeIndexMap().values().forEach(index -> byOrder.addAll(index.getAllValues()));
                    indexes += composite.getRangeIndexMap().size();
                }
            }
            List<EvaluationNode> successors = new ArrayList<>();
            for (NetworkNode sink : inInsertionOrder(node)) {
                if (sink instanceof AlphaNode alpha) {
                    Lookup lookup =
                            byHash.contains(alpha) ? Lookup.HASH : byOrder.contains(alpha) ? Lookup.ORDER : Lookup.NONE;
                    successors.add(new ConditionNode(
                            conjunct(alpha), lookup, successorsOf(alpha, alpha.getObjectSinkPropagator())));
                } else if (sink instanceof LeftInputAdapterNode) {
                    for (NetworkNode rule : inInsertionOrder(sink)) {
                        successors.add(selection(rule));
                    }
                } else {
                    throw new UnknownNodeException();
                }
            }
            return List.copyOf(successors);
        }

        private static List<NetworkNode> inInsertionOrder(NetworkNode node) {
            return Stream.of(node.getSinks())
                    .sorted(Comparator.comparingInt(NetworkNode::getId))
                    .toList();
        }

        private Conjunct conjunct(AlphaNode alpha) throws UnknownNodeException {
            if (alpha.getConstraint() instanceof LambdaConstraint constraint) {
                Conjunct conjunct = conjuncts.get(constraint.getEvaluator().getId());
                if (conjunct != null) {
                    return conjunct;
                }
            }
            throw new UnknownNodeException();
        }

        private static SelectionNode selection(NetworkNode node) throws UnknownNodeException {
            if (node instanceof RuleTerminalNode rule) {
                return new SelectionNode(
                        KieBaseFactory.selectorIndex(rule.getRule().getName()));
            }
            throw new UnknownNodeException();
        }
    }
}
