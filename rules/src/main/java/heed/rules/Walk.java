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
    /** For each of the block's prospects, a bit for each word of its row of bits: 0 where the word is. */
    private final long[] filled;

    private final int fills;
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
        this.fills = (words + Long.SIZE - 1) / Long.SIZE;
        this.filled = new long[fills * most];
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
            for (int fill = 0; fill < fills; fill++) {
                long left = filled[row * fills + fill];
                if (left != 0) {
                    filled[row * fills + fill] = 0;
                    for (; left != 0; left &= left - 1) {
                        tellWord(fill * Long.SIZE + Long.numberOfTrailingZeros(left), row, from + row, matches);
                    }
                }
            }
        }
    }

    private void tellWord(int word, int row, int place, Matcher.Matches matches) {
        long bits = selected[row * words + word];
        selected[row * words + word] = 0;
        for (long left = bits; left != 0; left &= left - 1) {
            matches.matched(word * Long.SIZE + Long.numberOfTrailingZeros(left), place);
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
            Rows met = block.take();
            block.between(at, rows, met);
            if (met.size > 0) {
                climb(network.ladders().get(program[at + 3]), met);
            }
            block.giveBack(1);
            at += 4;
        }
    }

    private void select(int selector, Rows rows) {
        for (int i = 0; i < rows.size; i++) {
            select(selector, rows.at[i]);
        }
    }

    private void select(int selector, int row) {
        int word = selector / Long.SIZE;
        selected[row * words + word] |= 1L << selector;
        filled[row * fills + word / Long.SIZE] |= 1L << word;
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

    /** Selects each row by all steps that it reaches, and goes on with the nodes. */
    private void climb(CodedNetwork.Ladder ladder, Rows rows) {
        int[] codes = block.codes(ladder.column(), rows);
        int[] steps = ladder.steps();
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            int standing = ladder.standing(codes[row]);
            for (int step = 0; step < steps.length && steps[step] <= standing; step++) {
                select(ladder.selectors()[step], row);
            }
        }
        if (ladder.nodes().length > 0) {
            climbToNodes(ladder, codes, rows);
        }
    }

    /** Sorts the rows by where they stand: those that reach a step are then the first so many. */
    private void climbToNodes(CodedNetwork.Ladder ladder, int[] codes, Rows rows) {
        if (ordered.length < rows.size) {
            ordered = new long[rows.size];
        }
        for (int i = 0; i < rows.size; i++) {
            int row = rows.at[i];
            ordered[i] = (long) -ladder.standing(codes[row]) << Integer.SIZE | row;
        }
        Arrays.sort(ordered, 0, rows.size);
        Rows met = block.take();
        for (int i = 0; i < rows.size; i++) {
            met.add((int) ordered[i]);
        }
        for (int i = 0; i < ladder.nodes().length && met.size > 0; i++) {
            while (met.size > 0 && ladder.standing(codes[met.at[met.size - 1]]) < ladder.nodeSteps()[i]) {
                met.size--;
            }
            if (met.size > 0) {
                visit(ladder.nodes()[i], met);
            }
        }
        block.giveBack(1);
    }
}
