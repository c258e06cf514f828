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
 * The network of {@link AlphaNetwork} again, its conditions as sieves over codes; those that ask one column for different
 * codes, or for high or low ones, are found by the code. Immutable and thread-safe.
 *
 * <p>A node is a stretch of the program, and what comes after it follows it, so that a walk reads memory in order: how many
 * selectors select whom comes here, and these; how many conditions are asked, and for each its column, the least and the
 * greatest code that meets it, where to go on, and the node for those who meet it; how many switches, and these; how many
 * ladders, and for each its first step, as such a condition, and which it is. A condition on more than one column has
 * {@link #FILTER} as its column and its sieve as least code.
 *
 * @param encodings by column
 * @param tagEncodings by column of tags
 * @param selectorCount how many the book has
 */
@SuppressWarnings("ArrayRecordComponent")
public // not given to others
record EncodedNetwork(
        int[] program,
        List<CodeFilter> filters,
        List<HashIndex> hashIndexes,
        List<RangeIndex> rangeIndexes,
        List<Encoding> encodings,
        List<TextEncoding> tagEncodings,
        int selectorCount) {

    static final int FILTER = -1;

    /**
     * Conditions of which a prospect meets that of its code; of a column of tags, that of each of its tags.
     *
     * @param index among all switches of the network
     * @param nodes where the nodes of the table's places are in the program
     */
    record HashIndex(int index, boolean ofTags, int column, CodeTable table, int[] nodes) {}

    /**
     * Conditions of which a prospect meets more the higher its code is, or the lower: all whose step is not above where it
     * stands.
     *
     * @param ascending whether it stands at its code, and not at the code's negative
     * @param bounds of the selectors that select whoever is there, rising
     * @param selectors of those steps
     * @param nodeBounds of the conditions that more conditions come after, rising
     * @param nodes of those steps, in the program
     */
    record RangeIndex(int column, boolean ascending, int[] bounds, int[] selectors, int[] nodeBounds, int[] nodes) {
        int position(int code) {
            return ascending ? code : -code;
        }
    }

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

        /** A condition, and what comes after it. */
        private record ConditionEdge(CodeFilter filter, List<AlphaNetwork.EvaluationNode> successors) {}

        /** Where the node of those sinks is, which it adds to the program. */
        int emitNode(List<AlphaNetwork.EvaluationNode> nodes) {
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
            Map<AccessPath, List<ConditionEdge>> hashed = selectPaths(paths, false);
            emit(hashed.size());
            int hashedAt = reserveSlots(hashed.size());
            Map<AccessPath, List<ConditionEdge>> ranged = selectPaths(paths, true);
            emit(ranged.size());
            int rangedAt = reserveSlots(4 * ranged.size());
            for (Map.Entry<AccessPath, List<ConditionEdge>> entry : hashed.entrySet()) {
                int index = addHashIndex(entry.getKey(), entry.getValue());
                program[hashedAt++] = index; // which may be another array by now
            }
            for (Map.Entry<AccessPath, List<ConditionEdge>> entry : ranged.entrySet()) {
                List<ConditionEdge> edges = sortByBound(entry.getValue(), entry.getKey());
                int index = addRangeIndex(entry.getKey(), edges);
                CodeFilter.CodeInRange first =
                        (CodeFilter.CodeInRange) edges.get(0).filter();
                program[rangedAt++] = first.column();
                program[rangedAt++] = first.from();
                program[rangedAt++] = first.to();
                program[rangedAt++] = index;
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

        /** How conditions are found; of one kind and column, together. */
        private enum AccessKind {
            CODE(3),
            TAG(3),
            UP(6),
            DOWN(6),
            NONE(Integer.MAX_VALUE);

            /** Fewer are asked one by one, which is as fast. */
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
                return kind == AccessKind.UP || kind == AccessKind.DOWN;
            }
        }

        private static AccessPath pathOf(CodeFilter filter) {
            if (filter instanceof CodeFilter.TagPresent tagPresent) {
                return new AccessPath(AccessKind.TAG, tagPresent.column());
            } else if (filter instanceof CodeFilter.CodeInRange range) {
                int column = range.column();
                if (range.from() == range.to()) {
                    return new AccessPath(AccessKind.CODE, column);
                }
                return new AccessPath(
                        range.from() == OrderedEncoding.FIRST_KEY ? AccessKind.DOWN : AccessKind.UP, column);
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
                int end = reserveSlots(1);
                emitNode(edge.successors());
                program[end] = size;
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
            return path.kind() == AccessKind.UP ? range.from() : -range.to();
        }

        /** @param edges in the order of their steps */
        private int addRangeIndex(AccessPath path, List<ConditionEdge> edges) {
            List<Integer> bounds = new ArrayList<>();
            List<Integer> selectors = new ArrayList<>();
            List<Integer> nodeBounds = new ArrayList<>();
            List<Integer> nodes = new ArrayList<>();
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
                    path.kind() == AccessKind.UP,
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
