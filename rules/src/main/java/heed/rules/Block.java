package heed.rules;

import heed.model.Prospect;
import heed.model.ProspectColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some hundred prospects that are decided together: their codes, each computed when it is first asked for, and whom they
 * are selected by. Used again for the next ones, so that deciding leaves no garbage. For one thread.
 */
final class Block {
    /** No code yet. */
    static final int UNKNOWN = -1;

    private final CodedNetwork network;
    private final int most;
    private final @Nullable Prospect[] prospects;
    private final int[][] codes;
    /** How many rows of a column were asked for; the block's size and more once all have their codes. */
    private final int[] asked;

    private final TagCodes[] tags;
    private final Rows everyone;
    /** For rows that nobody asks for. */
    private final Rows discarded;

    private final List<Rows> pool = new ArrayList<>();
    private int taken;
    private int size;
    private @Nullable TranslatedColumns columns;

    Block(CodedNetwork network, int most) {
        this.network = network;
        this.most = most;
        this.prospects = new Prospect[most];
        this.codes = new int[network.codings().size()][most];
        for (int[] column : codes) {
            Arrays.fill(column, UNKNOWN);
        }
        this.asked = new int[codes.length];
        this.tags = network.tagCodings().stream()
                .map(coding -> new TagCodes(coding, most))
                .toArray(TagCodes[]::new);
        this.everyone = Rows.first(most);
        this.discarded = new Rows(most);
    }

    /** Fills it with prospects from a place in a list on, as many as it takes. */
    void fill(List<Prospect> list, int from) {
        size = Math.min(most, list.size() - from);
        everyone.size = size;
        if (list instanceof ProspectColumns given) {
            if (columns == null || !columns.are(given)) {
                columns = new TranslatedColumns(network, given);
            }
            columns.start(given.from() + from);
        } else {
            columns = null;
            list.subList(from, from + size).toArray(prospects);
        }
    }

    /** Forgets the prospects. */
    void clear() {
        for (int column = 0; column < codes.length; column++) {
            if (asked[column] > 0) {
                Arrays.fill(codes[column], 0, size, UNKNOWN);
                asked[column] = 0;
            }
        }
        for (TagCodes one : tags) {
            one.clear();
        }
        if (columns == null) {
            Arrays.fill(prospects, 0, size, null);
        }
    }

    int size() {
        return size;
    }

    Rows everyone() {
        return everyone;
    }

    /**
     * Those of the rows whose code is from the one to the other.
     *
     * @param at where the condition's column, the one and the other are in the network's program
     */
    void between(int at, Rows rows, Rows met) {
        if (columns == null || !columns.between(at, rows, met)) {
            int[] program = network.program();
            Sieve.between(codes(program[at], rows), 0, program[at + 1], program[at + 2], rows, met);
        }
    }

    /** Those of the rows that meet the network's sieve of that number. */
    void split(int sieve, Rows rows, Rows met) {
        if (columns == null || !columns.in(sieve, rows, met)) {
            discarded.size = 0;
            network.sieves().get(sieve).split(this, rows, met, discarded);
        }
    }

    /** A column in which those rows have their codes. */
    int[] codes(int column, Rows rows) {
        int[] known = codes[column];
        if (asked[column] < size) {
            asked[column] += rows.size;
            Rows wanted = asked[column] < size ? rows : everyone;
            if (columns == null) {
                network.codings().get(column).code(prospects, wanted, known);
            } else {
                columns.code(column, wanted, known);
            }
        }
        return known;
    }

    TagCodes tags(int column) {
        TagCodes known = tags[column];
        if (!known.known()) {
            if (columns == null) {
                known.add(prospects, size);
            } else {
                columns.tags(column, size, known);
            }
        }
        return known;
    }

    /** Empty rows, until they are given back. */
    Rows take() {
        return take(most);
    }

    /** With room for so many. */
    Rows take(int room) {
        if (taken == pool.size()) {
            pool.add(new Rows(most));
        }
        Rows rows = pool.get(taken++);
        if (rows.at.length <= room) {
            rows.at = new int[room + 1];
        }
        rows.size = 0;
        return rows;
    }

    /** The last ones that were taken. */
    void giveBack(int count) {
        taken -= count;
    }
}
