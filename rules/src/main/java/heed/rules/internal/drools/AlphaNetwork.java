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
 * The network by which Drools decides a rule book, read from the KieBase of its sessions: which conditions the rules share,
 * which is asked after which, and whom the last ones select. The one class that knows the inside of Drools, of the version
 * that the build names.
 *
 * @param roots what every prospect comes to
 * @param indexes how many indexes Drools made over the conditions
 */
public record AlphaNetwork(List<EvaluationNode> roots, int indexes) {

    /** Where a prospect comes to. */
    public sealed interface EvaluationNode {}

    /** A condition, and where those who meet it come to. */
    public record ConditionNode(Conjunct conjunct, Lookup lookup, List<EvaluationNode> successors)
            implements EvaluationNode {}

    /** A rule has selected for the selector of that place. */
    public record SelectionNode(int selector) implements EvaluationNode {}

    /** How Drools finds those whom it has to ask a condition. */
    public enum Lookup {
        NONE,
        HASH,
        ORDER
    }

    public AlphaNetwork {
        roots = List.copyOf(roots);
    }

    /** Empty if there is anything in the KieBase that is neither a condition of the book nor a rule's selection. */
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
