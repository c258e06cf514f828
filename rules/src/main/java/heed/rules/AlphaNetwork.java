package heed.rules;

import heed.model.Prospect;
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
 * @param first what every prospect comes to
 * @param indexes how many indexes Drools made over the conditions
 */
record AlphaNetwork(List<Sink> first, int indexes) {

    /** Where a prospect comes to. */
    sealed interface Sink {}

    /** A condition, and where those who meet it come to. */
    record Condition(Conjunct conjunct, Lookup lookup, List<Sink> next) implements Sink {}

    /** A rule has selected for the selector of that place. */
    record Selection(int selector) implements Sink {}

    /** How Drools finds those whom it has to ask a condition. */
    enum Lookup {
        NONE,
        HASH,
        ORDER
    }

    AlphaNetwork {
        first = List.copyOf(first);
    }

    /** Empty if there is anything in the KieBase that is neither a condition of the book nor a rule's selection. */
    static Optional<AlphaNetwork> of(KieBase kieBase, List<Conjunct> conjuncts) {
        try {
            Reading reading = new Reading(conjuncts);
            List<Sink> first = new ArrayList<>();
            for (ObjectTypeNode type : ((InternalRuleBase) kieBase).getRete().getObjectTypeNodes()) {
                if (type.getObjectType().isAssignableTo(Prospect.class)) {
                    first.addAll(reading.below(type, type.getObjectSinkPropagator()));
                } else if (type.getSinks().length > 0) {
                    return Optional.empty();
                }
            }
            return Optional.of(new AlphaNetwork(first, reading.indexes));
        } catch (UnknownNodeException e) {
            return Optional.empty();
        }
    }

    private static final class UnknownNodeException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private static final class Reading {
        private final Map<String, Conjunct> conjuncts = new HashMap<>();
        private int indexes;

        Reading(List<Conjunct> known) {
            known.forEach(conjunct -> conjuncts.put(conjunct.id(), conjunct));
        }

        List<Sink> below(NetworkNode node, ObjectSinkPropagator propagator) throws UnknownNodeException {
            Set<NetworkNode> byHash = new HashSet<>();
            Set<NetworkNode> byOrder = new HashSet<>();
            if (propagator instanceof CompositeObjectSinkAdapter several) {
                if (several.getHashedSinkMap() != null) {
                    byHash.addAll(several.getHashedSinkMap().values());
                    indexes += (int) several.getHashedFieldIndexes().stream()
                            .filter(CompositeObjectSinkAdapter.FieldIndex::isHashed)
                            .count();
                }
                if (several.getRangeIndexMap() != null) {
                    several.getRangeIndexMap().values().forEach(index -> byOrder.addAll(index.getAllValues()));
                    indexes += several.getRangeIndexMap().size();
                }
            }
            List<Sink> sinks = new ArrayList<>();
            for (NetworkNode sink : asAdded(node)) {
                if (sink instanceof AlphaNode alpha) {
                    Lookup lookup =
                            byHash.contains(alpha) ? Lookup.HASH : byOrder.contains(alpha) ? Lookup.ORDER : Lookup.NONE;
                    sinks.add(new Condition(conjunct(alpha), lookup, below(alpha, alpha.getObjectSinkPropagator())));
                } else if (sink instanceof LeftInputAdapterNode) {
                    for (NetworkNode rule : asAdded(sink)) {
                        sinks.add(selection(rule));
                    }
                } else {
                    throw new UnknownNodeException();
                }
            }
            return List.copyOf(sinks);
        }

        private static List<NetworkNode> asAdded(NetworkNode node) {
            return Stream.of(node.getSinks())
                    .sorted(Comparator.comparingInt(NetworkNode::getId))
                    .toList();
        }

        private Conjunct conjunct(AlphaNode alpha) throws UnknownNodeException {
            if (alpha.getConstraint() instanceof LambdaConstraint constraint) {
                Conjunct known = conjuncts.get(constraint.getEvaluator().getId());
                if (known != null) {
                    return known;
                }
            }
            throw new UnknownNodeException();
        }

        private static Selection selection(NetworkNode node) throws UnknownNodeException {
            if (node instanceof RuleTerminalNode rule) {
                return new Selection(RuleBook.selector(rule.getRule().getName()));
            }
            throw new UnknownNodeException();
        }
    }
}
