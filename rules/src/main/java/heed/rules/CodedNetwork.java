package heed.rules;

import heed.model.Moment;
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
 * {@link #SIEVE} as its column and its sieve as least code.
 *
 * @param codings by column
 * @param tagCodings by column of tags
 * @param selectors how many the book has
 */
@SuppressWarnings("ArrayRecordComponent") // not given to others
record CodedNetwork(
        int[] program,
        List<Sieve> sieves,
        List<Switch> switches,
        List<Ladder> ladders,
        List<Coding> codings,
        List<TextCoding> tagCodings,
        int selectors) {

    static final int SIEVE = -1;

    /**
     * Conditions of which a prospect meets that of its code; of a column of tags, that of each of its tags.
     *
     * @param place among all switches of the network
     * @param nodes where the nodes of the table's places are in the program
     */
    record Switch(int place, boolean tags, int column, CodeTable table, int[] nodes) {}

    /**
     * Conditions of which a prospect meets more the higher its code is, or the lower: all whose step is not above where it
     * stands.
     *
     * @param up whether it stands at its code, and not at the code's negative
     * @param steps of the selectors that select whoever is there, rising
     * @param selectors of those steps
     * @param nodeSteps of the conditions that more conditions come after, rising
     * @param nodes of those steps, in the program
     */
    record Ladder(int column, boolean up, int[] steps, int[] selectors, int[] nodeSteps, int[] nodes) {
        int standing(int code) {
            return up ? code : -code;
        }
    }

    static CodedNetwork of(AlphaNetwork network, Moment moment, int selectors) {
        Map<String, Condition> conditions = new LinkedHashMap<>();
        collect(network.first(), moment, conditions);
        Building building = new Building(new Codings(conditions.values()), conditions);
        building.node(network.first());
        return new CodedNetwork(
                Arrays.copyOf(building.program, building.size),
                List.copyOf(building.sieves),
                List.copyOf(building.switches),
                List.copyOf(building.ladders),
                building.codings.codings(),
                building.codings.tagCodings(),
                selectors);
    }

    private static void collect(List<AlphaNetwork.Sink> sinks, Moment moment, Map<String, Condition> conditions) {
        for (AlphaNetwork.Sink sink : sinks) {
            if (sink instanceof AlphaNetwork.Condition condition) {
                Conjunct conjunct = condition.conjunct();
                conditions.computeIfAbsent(conjunct.id(), id -> Condition.of(conjunct, moment));
                collect(condition.next(), moment, conditions);
            }
        }
    }

    private static final class Building {
        private final Codings codings;
        private final Map<String, Sieve> byCondition = new HashMap<>();
        private final List<Sieve> sieves = new ArrayList<>();
        private final List<Switch> switches = new ArrayList<>();
        private final List<Ladder> ladders = new ArrayList<>();
        private int[] program = new int[1_000];
        private int size;

        Building(Codings codings, Map<String, Condition> conditions) {
            this.codings = codings;
            conditions.forEach((id, condition) -> byCondition.put(id, codings.sieve(condition)));
        }

        /** A condition, and what comes after it. */
        private record Asked(Sieve sieve, List<AlphaNetwork.Sink> next) {}

        /** Where the node of those sinks is, which it adds to the program. */
        int node(List<AlphaNetwork.Sink> sinks) {
            int start = size;
            List<Integer> selectors = new ArrayList<>();
            Map<Way, List<Asked>> ways = new LinkedHashMap<>();
            for (AlphaNetwork.Sink sink : sinks) {
                if (sink instanceof AlphaNetwork.Condition condition) {
                    Sieve sieve = Objects.requireNonNull(
                            byCondition.get(condition.conjunct().id()));
                    ways.computeIfAbsent(way(sieve), any -> new ArrayList<>()).add(new Asked(sieve, condition.next()));
                } else if (sink instanceof AlphaNetwork.Selection selection) {
                    selectors.add(selection.selector());
                }
            }
            add(selectors.size());
            selectors.forEach(this::add);
            asked(ways);
            Map<Way, List<Asked>> switched = found(ways, false);
            add(switched.size());
            int switchesAt = reserve(switched.size());
            Map<Way, List<Asked>> climbed = found(ways, true);
            add(climbed.size());
            int laddersAt = reserve(4 * climbed.size());
            for (Map.Entry<Way, List<Asked>> one : switched.entrySet()) {
                int place = switchOn(one.getKey(), one.getValue());
                program[switchesAt++] = place; // which may be another array by now
            }
            for (Map.Entry<Way, List<Asked>> one : climbed.entrySet()) {
                List<Asked> met = inOrder(one.getValue(), one.getKey());
                int place = ladder(one.getKey(), met);
                Sieve.Between first = (Sieve.Between) met.get(0).sieve();
                program[laddersAt++] = first.column();
                program[laddersAt++] = first.from();
                program[laddersAt++] = first.to();
                program[laddersAt++] = place;
            }
            return start;
        }

        private void add(int number) {
            if (size == program.length) {
                program = Arrays.copyOf(program, 2 * size);
            }
            program[size++] = number;
        }

        private int reserve(int count) {
            int at = size;
            for (int i = 0; i < count; i++) {
                add(0);
            }
            return at;
        }

        /** How conditions are found; of one kind and column, together. */
        private enum Kind {
            CODE(3),
            TAG(3),
            UP(6),
            DOWN(6),
            NONE(Integer.MAX_VALUE);

            /** Fewer are asked one by one, which is as fast. */
            private final int fewest;

            Kind(int fewest) {
                this.fewest = fewest;
            }
        }

        private record Way(Kind kind, int column) {
            boolean finds(List<Asked> those) {
                return those.size() >= kind.fewest;
            }

            boolean climbs() {
                return kind == Kind.UP || kind == Kind.DOWN;
            }
        }

        private static Way way(Sieve sieve) {
            if (sieve instanceof Sieve.Tagged tagged) {
                return new Way(Kind.TAG, tagged.column());
            } else if (sieve instanceof Sieve.Between between) {
                int column = between.column();
                if (between.from() == between.to()) {
                    return new Way(Kind.CODE, column);
                }
                return new Way(between.from() == OrderCoding.FIRST ? Kind.DOWN : Kind.UP, column);
            }
            return new Way(Kind.NONE, 0);
        }

        private void asked(Map<Way, List<Asked>> ways) {
            List<Asked> asked = ways.entrySet().stream()
                    .filter(way -> !way.getKey().finds(way.getValue()))
                    .flatMap(way -> way.getValue().stream())
                    .toList();
            add(asked.size());
            for (Asked one : asked) {
                if (one.sieve() instanceof Sieve.Between between) {
                    add(between.column());
                    add(between.from());
                    add(between.to());
                } else {
                    add(SIEVE);
                    add(sieves.size());
                    add(0);
                    sieves.add(one.sieve());
                }
                int end = reserve(1);
                node(one.next());
                program[end] = size;
            }
        }

        private static Map<Way, List<Asked>> found(Map<Way, List<Asked>> ways, boolean climbing) {
            Map<Way, List<Asked>> found = new LinkedHashMap<>();
            ways.forEach((way, those) -> {
                if (way.finds(those) && way.climbs() == climbing) {
                    found.put(way, those);
                }
            });
            return found;
        }

        private int switchOn(Way way, List<Asked> those) {
            int[] codes = those.stream()
                    .mapToInt(one -> one.sieve() instanceof Sieve.Tagged tagged
                            ? tagged.code()
                            : ((Sieve.Between) one.sieve()).from())
                    .toArray();
            int[] nodes = those.stream().mapToInt(one -> node(one.next())).toArray();
            switches.add(
                    new Switch(switches.size(), way.kind() == Kind.TAG, way.column(), new CodeTable(codes), nodes));
            return switches.size() - 1;
        }

        private static List<Asked> inOrder(List<Asked> those, Way way) {
            return those.stream()
                    .sorted(Comparator.comparingInt(one -> step(one, way)))
                    .toList();
        }

        private static int step(Asked one, Way way) {
            Sieve.Between between = (Sieve.Between) one.sieve();
            return way.kind() == Kind.UP ? between.from() : -between.to();
        }

        /** @param met in the order of their steps */
        private int ladder(Way way, List<Asked> met) {
            List<Integer> steps = new ArrayList<>();
            List<Integer> selectors = new ArrayList<>();
            List<Integer> nodeSteps = new ArrayList<>();
            List<Integer> nodes = new ArrayList<>();
            for (Asked one : met) {
                List<AlphaNetwork.Sink> asking = new ArrayList<>();
                for (AlphaNetwork.Sink sink : one.next()) {
                    if (sink instanceof AlphaNetwork.Selection selection) {
                        steps.add(step(one, way));
                        selectors.add(selection.selector());
                    } else {
                        asking.add(sink);
                    }
                }
                if (!asking.isEmpty()) {
                    nodeSteps.add(step(one, way));
                    nodes.add(node(asking));
                }
            }
            ladders.add(new Ladder(
                    way.column(), way.kind() == Kind.UP, ints(steps), ints(selectors), ints(nodeSteps), ints(nodes)));
            return ladders.size() - 1;
        }

        private static int[] ints(List<Integer> numbers) {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
