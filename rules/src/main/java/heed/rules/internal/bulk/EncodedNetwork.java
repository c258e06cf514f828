package heed.rules.internal.bulk;

import heed.model.run.EvaluationTime;
import heed.rules.internal.drools.AlphaNetwork;
import heed.rules.internal.drools.Conjunct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The network of {@link AlphaNetwork} as a program of ints, with its conditions as filters over codes. Conditions that
 * compare one column with different codes are found by a {@link HashIndex}, and those that select high or low codes by
 * a {@link RangeIndex}. Immutable and thread-safe.
 *
 * <p>The program is a sequence of nodes. A node has this layout; the nodes of its indexes follow it, so that an
 * evaluation reads the program from start to end:
 *
 * <pre>
 * ints       content
 * ---------  --------------------------------------------------------------------------------------
 * 1          S, the number of selectors that select every prospect that reaches the node
 * S          the indexes of these selectors
 * 1          C, the number of conditions that are tested one after the other
 * C times:
 *   1        the column of the condition, or FILTER for a condition that a filter evaluates
 *   1        FROM: the least code that meets the condition, or the index of the filter
 *   1        TO: the greatest code that meets the condition, or 0
 *   1        LINK: the position after the condition's node
 *   variable the node for the prospects that meet the condition
 * 1          H, the number of hash indexes
 * H          their indexes in hashIndexes
 * 1          R, the number of range indexes
 * R times:
 *   1        the column of the range index
 *   1        FROM: the least code that meets at least one condition of the range index
 *   1        TO: the greatest code that meets at least one condition of the range index
 *   1        LINK: its index in rangeIndexes
 * </pre>
 *
 * @param program the nodes; the root node is at position 0
 * @param filters the filters of conditions on more than one column, or on a set of codes or a tag
 * @param hashIndexes the hash indexes of all nodes
 * @param rangeIndexes the range indexes of all nodes
 * @param encodings the encodings by column
 * @param tagEncodings the encodings by column of tags
 * @param selectorCount the number of selectors of the rule book
 */
@SuppressWarnings("ArrayRecordComponent") // the array is read only in this package
public record EncodedNetwork(
        int[] program,
        List<CodeFilter> filters,
        List<HashIndex> hashIndexes,
        List<RangeIndex> rangeIndexes,
        List<Encoding> encodings,
        List<TextEncoding> tagEncodings,
        int selectorCount) {

    /** Marks a condition that {@link #filters} evaluates, in place of its column. */
    static final int FILTER = -1;

    /** The offset of the least code, from the position of a condition or range index. */
    static final int FROM = 1;

    /** The offset of the greatest code, from the position of a condition or range index. */
    static final int TO = 2;

    /**
     * The offset of the next position or of the range index's index, from the position of a condition or range index.
     */
    static final int LINK = 3;

    /** The number of ints of a condition without its node, and of a range index. */
    static final int CONDITION_SIZE = 4;

    /**
     * Conditions that compare one column with different codes: a prospect meets the condition with its code. In a
     * column of tags, it meets the conditions with the codes of its tags.
     *
     * @param index the index in {@link #hashIndexes}
     * @param ofTags whether the column is a column of tags
     * @param column the column
     * @param table the codes, and the index of each one's node in {@code nodes}
     * @param nodes the positions of the conditions' nodes in the program
     */
    record HashIndex(int index, boolean ofTags, int column, CodeTable table, int[] nodes) {}

    /**
     * Conditions on one column of which a prospect meets more the higher its code is or, if not ascending, the lower it
     * is. The position of a prospect is its code, or the negative of its code; it meets each condition whose bound is
     * not above its position.
     *
     * @param column the column
     * @param ascending whether the position is the code, and not its negative
     * @param bounds the bounds of conditions that end rules, ascending
     * @param selectors by bound: the selector that selects the prospects at or above the bound
     * @param nodeBounds the bounds of conditions that are followed by other conditions, ascending
     * @param nodes by node bound: the position of the node in the program
     */
    record RangeIndex(int column, boolean ascending, int[] bounds, int[] selectors, int[] nodeBounds, int[] nodes) {
        /** Returns the position of a prospect with that code. */
        int position(int code) {
            return ascending ? code : -code;
        }
    }

    /** Compiles a network whose criteria were compiled for that evaluation time. */
    public static EncodedNetwork of(AlphaNetwork network, EvaluationTime evaluationTime, int selectorCount) {
        Map<String, CompiledCondition> conditions = new LinkedHashMap<>();
        collect(network.roots(), evaluationTime, conditions);
        Builder builder = new Builder(new ConditionEncoder(conditions.values()), conditions);
        builder.emitNode(network.roots());
        return new EncodedNetwork(
                Arrays.copyOf(builder.program, builder.size),
                List.copyOf(builder.filters),
                List.copyOf(builder.hashIndexes),
                List.copyOf(builder.rangeIndexes),
                builder.encoder.encodings(),
                builder.encoder.tagEncodings(),
                selectorCount);
    }

    private static void collect(
            List<AlphaNetwork.EvaluationNode> nodes,
            EvaluationTime evaluationTime,
            Map<String, CompiledCondition> conditions) {
        for (AlphaNetwork.EvaluationNode node : nodes) {
            if (node instanceof AlphaNetwork.ConditionNode condition) {
                Conjunct conjunct = condition.conjunct();
                conditions.computeIfAbsent(conjunct.id(), id -> CompiledCondition.of(conjunct, evaluationTime));
                collect(condition.successors(), evaluationTime, conditions);
            }
        }
    }

    private static final class Builder {
        private final ConditionEncoder encoder;
        private final Map<String, CodeFilter> filtersById = new HashMap<>();
        private final List<CodeFilter> filters = new ArrayList<>();
        private final List<HashIndex> hashIndexes = new ArrayList<>();
        private final List<RangeIndex> rangeIndexes = new ArrayList<>();
        private int[] program = new int[1_000];
        private int size;

        Builder(ConditionEncoder encoder, Map<String, CompiledCondition> conditions) {
            this.encoder = encoder;
            conditions.forEach((id, condition) -> filtersById.put(id, encoder.filter(condition)));
        }

        /** A condition, and the nodes after it. */
        private record ConditionEdge(CodeFilter filter, List<AlphaNetwork.EvaluationNode> successors) {}

        /** Appends a node with these successors to the program and returns its position. */
        int emitNode(List<AlphaNetwork.EvaluationNode> nodes) {
            // Group the conditions by the way in which they are found.
            int start = size;
            List<Integer> selectors = new ArrayList<>();
            Map<AccessPath, List<ConditionEdge>> paths = new LinkedHashMap<>();
            for (AlphaNetwork.EvaluationNode node : nodes) {
                if (node instanceof AlphaNetwork.ConditionNode condition) {
                    CodeFilter filter = Objects.requireNonNull(
                            filtersById.get(condition.conjunct().id()));
                    paths.computeIfAbsent(pathOf(filter), ignored -> new ArrayList<>())
                            .add(new ConditionEdge(filter, condition.successors()));
                } else if (node instanceof AlphaNetwork.SelectionNode selection) {
                    selectors.add(selection.selector());
                }
            }
            emit(selectors.size());
            selectors.forEach(this::emit);
            emitConditions(paths);

            // Reserve the entries of the indexes first: compiling an index appends its nodes after this node.
            Map<AccessPath, List<ConditionEdge>> hashed = selectPaths(paths, false);
            emit(hashed.size());
            int hashedPosition = reserveSlots(hashed.size());
            Map<AccessPath, List<ConditionEdge>> ranged = selectPaths(paths, true);
            emit(ranged.size());
            int rangedPosition = reserveSlots(CONDITION_SIZE * ranged.size());
            // Compile before reading the field, because emitting may replace the program array.
            for (Map.Entry<AccessPath, List<ConditionEdge>> entry : hashed.entrySet()) {
                int index = addHashIndex(entry.getKey(), entry.getValue());
                program[hashedPosition++] = index;
            }
            for (Map.Entry<AccessPath, List<ConditionEdge>> entry : ranged.entrySet()) {
                List<ConditionEdge> edges = sortByBound(entry.getValue(), entry.getKey());
                int index = addRangeIndex(entry.getKey(), edges);
                // The condition with the lowest bound is the widest: it includes the codes of all others.
                CodeFilter.CodeInRange first =
                        (CodeFilter.CodeInRange) edges.get(0).filter();
                program[rangedPosition++] = first.column();
                program[rangedPosition++] = first.from();
                program[rangedPosition++] = first.to();
                program[rangedPosition++] = index;
            }
            return start;
        }

        private void emit(int number) {
            if (size == program.length) {
                program = Arrays.copyOf(program, 2 * size);
            }
            program[size++] = number;
        }

        private int reserveSlots(int count) {
            int start = size;
            for (int i = 0; i < count; i++) {
                emit(0);
            }
            return start;
        }

        /** The way in which conditions are found. Conditions of one kind on one column share an index. */
        private enum AccessKind {
            /** By hash: the code is equal to one code. */
            EQUAL(3),
            /** By hash: the prospect has a tag. */
            TAG(3),
            /** By order: the code is at least a bound. */
            AT_LEAST(6),
            /** By order: the code is at most a bound. */
            AT_MOST(6),
            /** One after the other: every other condition. */
            NONE(Integer.MAX_VALUE);

            /** With fewer conditions, testing one after the other is as fast as an index. */
            private final int minConditions;

            AccessKind(int minConditions) {
                this.minConditions = minConditions;
            }
        }

        private record AccessPath(AccessKind kind, int column) {
            boolean isIndexed(List<ConditionEdge> edges) {
                return edges.size() >= kind.minConditions;
            }

            boolean isRange() {
                return kind == AccessKind.AT_LEAST || kind == AccessKind.AT_MOST;
            }
        }

        private static AccessPath pathOf(CodeFilter filter) {
            if (filter instanceof CodeFilter.TagPresent tagPresent) {
                return new AccessPath(AccessKind.TAG, tagPresent.column());
            } else if (filter instanceof CodeFilter.CodeInRange range) {
                int column = range.column();
                if (range.from() == range.to()) {
                    return new AccessPath(AccessKind.EQUAL, column);
                }
                return new AccessPath(
                        range.from() == OrderedEncoding.FIRST_KEY ? AccessKind.AT_MOST : AccessKind.AT_LEAST, column);
            }
            return new AccessPath(AccessKind.NONE, 0);
        }

        private void emitConditions(Map<AccessPath, List<ConditionEdge>> paths) {
            List<ConditionEdge> edges = paths.entrySet().stream()
                    .filter(entry -> !entry.getKey().isIndexed(entry.getValue()))
                    .flatMap(entry -> entry.getValue().stream())
                    .toList();
            emit(edges.size());
            for (ConditionEdge edge : edges) {
                if (edge.filter() instanceof CodeFilter.CodeInRange range) {
                    emit(range.column());
                    emit(range.from());
                    emit(range.to());
                } else {
                    emit(FILTER);
                    emit(filters.size());
                    emit(0);
                    filters.add(edge.filter());
                }
                // The node's size is known only after it is emitted.
                int link = reserveSlots(1);
                emitNode(edge.successors());
                program[link] = size;
            }
        }

        private static Map<AccessPath, List<ConditionEdge>> selectPaths(
                Map<AccessPath, List<ConditionEdge>> paths, boolean range) {
            Map<AccessPath, List<ConditionEdge>> selected = new LinkedHashMap<>();
            paths.forEach((path, edges) -> {
                if (path.isIndexed(edges) && path.isRange() == range) {
                    selected.put(path, edges);
                }
            });
            return selected;
        }

        private int addHashIndex(AccessPath path, List<ConditionEdge> edges) {
            int[] codes = edges.stream()
                    .mapToInt(edge -> edge.filter() instanceof CodeFilter.TagPresent tagPresent
                            ? tagPresent.code()
                            : ((CodeFilter.CodeInRange) edge.filter()).from())
                    .toArray();
            int[] nodes =
                    edges.stream().mapToInt(edge -> emitNode(edge.successors())).toArray();
            hashIndexes.add(new HashIndex(
                    hashIndexes.size(), path.kind() == AccessKind.TAG, path.column(), new CodeTable(codes), nodes));
            return hashIndexes.size() - 1;
        }

        private static List<ConditionEdge> sortByBound(List<ConditionEdge> edges, AccessPath path) {
            return edges.stream()
                    .sorted(Comparator.comparingInt(edge -> boundOf(edge, path)))
                    .toList();
        }

        private static int boundOf(ConditionEdge edge, AccessPath path) {
            CodeFilter.CodeInRange range = (CodeFilter.CodeInRange) edge.filter();
            return path.kind() == AccessKind.AT_LEAST ? range.from() : -range.to();
        }

        /** @param edges the conditions in the order of their bounds */
        private int addRangeIndex(AccessPath path, List<ConditionEdge> edges) {
            List<Integer> bounds = new ArrayList<>();
            List<Integer> selectors = new ArrayList<>();
            List<Integer> nodeBounds = new ArrayList<>();
            List<Integer> nodes = new ArrayList<>();
            // The end of a rule needs no node: evaluation selects it directly from the bounds.
            for (ConditionEdge edge : edges) {
                List<AlphaNetwork.EvaluationNode> conditionNodes = new ArrayList<>();
                for (AlphaNetwork.EvaluationNode node : edge.successors()) {
                    if (node instanceof AlphaNetwork.SelectionNode selection) {
                        bounds.add(boundOf(edge, path));
                        selectors.add(selection.selector());
                    } else {
                        conditionNodes.add(node);
                    }
                }
                if (!conditionNodes.isEmpty()) {
                    nodeBounds.add(boundOf(edge, path));
                    nodes.add(emitNode(conditionNodes));
                }
            }
            rangeIndexes.add(new RangeIndex(
                    path.column(),
                    path.kind() == AccessKind.AT_LEAST,
                    toIntArray(bounds),
                    toIntArray(selectors),
                    toIntArray(nodeBounds),
                    toIntArray(nodes)));
            return rangeIndexes.size() - 1;
        }

        private static int[] toIntArray(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
