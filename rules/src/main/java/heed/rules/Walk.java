package heed.rules;

import java.util.Arrays;

/**
 * Takes the prospects of a block through the network together: at each condition those who meet it go on, and a node that
 * nobody comes to costs nothing. For one thread.
 */
final class Walk {
    private final CodedNetwork network;
    private final int[] program;
    private final Block block;
    /** A row of bits for each of the block's prospects, a bit for each selector. */
    private final long[] selected;

    private final int words;
    /** For each of the block's prospects, a bit for each stretch of its row of bits: 0 where there is none. */
    private final long[] stretches;

    private final int stretch;
    /** For each switch, by node: how many rows go there. All 0 unless the switch is being thrown. */
    private final int[][] going;

    private int[] places = new int[0];
    private int[] rowsOfPlaces = new int[0];
    private long[] ordered = new long[0];

    Walk(CodedNetwork network, int most) {
        this.network = network;
        this.program = network.program();
        this.block = new Block(network, most);
        this.words = (network.selectors() + Long.SIZE - 1) / Long.SIZE;
        this.selected = new long[words * most];
        this.stretches = new long[most];
        this.stretch = Math.max(1, (words + Long.SIZE - 1) / Long.SIZE);
        this.going = new int[network.switches().size()][];
        for (int i = 0; i < going.length; i++) {
            going[i] = new int[network.switches().get(i).nodes().length];
        }
    }

    Block block() {
        return block;
    }

    /** Decides the block's prospects. */
    void decide() {
        visit(0, block.everyone());
    }

    /** Tells, and forgets, whom each prospect is selected by. */
    void tell(int from, Matcher.Matches matches) {
        for (int row = 0; row < block.size(); row++) {
            long left = stretches[row];
            if (left != 0) {
                stretches[row] = 0;
                for (; left != 0; left &= left - 1) {
                    tellStretch(Long.numberOfTrailingZeros(left), row, from + row, matches);
                }
            }
        }
    }

    private void tellStretch(int number, int row, int place, Matcher.Matches matches) {
        int end = Math.min(words, (number + 1) * stretch);
        for (int word = number * stretch; word < end; word++) {
            long bits = selected[row * words + word];
            if (bits != 0) {
                selected[row * words + word] = 0;
                tellWord(word * Long.SIZE, bits, place, matches);
            }
        }
    }

    private static void tellWord(int selector, long bits, int place, Matcher.Matches matches) {
        for (long left = bits; left != 0; left &= left - 1) {
            matches.matched(selector + Long.numberOfTrailingZeros(left), place);
        }
    }

    /** @param node where it is in the program */
    private void visit(int node, Rows rows) {
        int at = node;
        for (int left = program[at++]; left > 0; left--) {
            select(program[at++], rows);
        }
        for (int left = program[at++]; left > 0; left--) {
            Rows met = block.take();
            if (program[at] == CodedNetwork.SIEVE) {
                block.split(program[at + 1], rows, met);
            } else {
                block.between(at, rows, met);
            }
            if (met.size > 0) {
                visit(at + 4, met);
            }
            block.giveBack(1);
            at = program[at + 3];
        }
        for (int left = program[at++]; left > 0; left--) {
            CodedNetwork.Switch one = network.switches().get(program[at++]);
            go(one, one.tags() ? placesOfTags(one, rows) : placesOfCodes(one, rows));
        }
        for (int left = program[at++]; left > 0; left--) {
            climb(network.ladders().get(program[at++]), rows);
        }
    }

    private void select(int selector, Rows rows) {
        long bit = 1L << selector;
        int word = selector / Long.SIZE;
        long its = 1L << (word / stretch);
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            selected[row * words + word] |= bit;
            stretches[row] |= its;
        }
    }

    private int placesOfCodes(CodedNetwork.Switch one, Rows rows) {
        int[] codes = block.codes(one.column(), rows);
        reserve(rows.size);
        int count = 0;
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            int place = one.table().place(codes[row]);
            places[count] = place;
            rowsOfPlaces[count] = row;
            count += place == CodeTable.ABSENT ? 0 : 1;
        }
        return count;
    }

    private int placesOfTags(CodedNetwork.Switch one, Rows rows) {
        TagCodes tags = block.tags(one.column());
        reserve(tags.size());
        int count = 0;
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            for (int tag = tags.from(row); tag < tags.from(row + 1); tag++) {
                int place = one.table().place(tags.code(tag));
                places[count] = place;
                rowsOfPlaces[count] = row;
                count += place == CodeTable.ABSENT ? 0 : 1;
            }
        }
        return count;
    }

    private void reserve(int most) {
        if (places.length <= most) {
            places = new int[most + 1];
            rowsOfPlaces = new int[most + 1];
        }
    }

    /** Sorts the rows by the node that they go to, and visits these nodes. */
    private void go(CodedNetwork.Switch one, int count) {
        int[] ends = going[one.place()];
        Rows sorted = block.take(count);
        Rows visited = block.take(count);
        for (int i = 0; i < count; i++) {
            if (ends[places[i]]++ == 0) {
                visited.add(places[i]);
            }
        }
        int end = 0;
        for (int i = 0; i < visited.size; i++) {
            int size = ends[visited.at[i]];
            ends[visited.at[i]] = end;
            end += size;
        }
        for (int i = 0; i < count; i++) {
            sorted.at[ends[places[i]]++] = rowsOfPlaces[i];
        }
        Rows met = block.take();
        int start = 0;
        for (int i = 0; i < visited.size; i++) {
            int place = visited.at[i];
            met.size = ends[place] - start;
            System.arraycopy(sorted.at, start, met.at, 0, met.size);
            start = ends[place];
            ends[place] = 0;
            visit(one.nodes()[place], met);
        }
        block.giveBack(3);
    }

    /** Sorts the rows by their codes: those that meet a bound are then the first so many. */
    private void climb(CodedNetwork.Ladder ladder, Rows rows) {
        int[] codes = block.codes(ladder.column(), rows);
        if (ordered.length < rows.size) {
            ordered = new long[rows.size];
        }
        int count = 0;
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            long code = ladder.up() ? -codes[row] : codes[row];
            ordered[count] = code << Integer.SIZE | row;
            count += codes[row] == OrderCoding.EMPTY ? 0 : 1;
        }
        Arrays.sort(ordered, 0, count);
        Rows met = block.take();
        for (int i = 0; i < count; i++) {
            met.add((int) ordered[i]);
        }
        for (int i = 0; i < ladder.bounds().length && met.size > 0; i++) {
            int bound = ladder.bounds()[i];
            while (met.size > 0 && !meets(codes[met.at[met.size - 1]], bound, ladder.up())) {
                met.size--;
            }
            if (met.size > 0) {
                visit(ladder.nodes()[i], met);
            }
        }
        block.giveBack(1);
    }

    private static boolean meets(int code, int bound, boolean up) {
        return up ? code >= bound : code <= bound;
    }
}
