package heed.rules;

import heed.model.Prospect;
import heed.model.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tags of a block's prospects that conditions name, as codes from 1 on. For one thread. */
final class TagCodes {
    private final TextCoding coding;
    private final int[] ends;
    private int[] codes;
    private int rows;
    private int size;

    TagCodes(TextCoding coding, int rows) {
        this.coding = coding;
        this.ends = new int[rows + 1];
        this.codes = new int[4 * rows];
    }

    void clear() {
        rows = 0;
        size = 0;
    }

    boolean known() {
        return rows > 0;
    }

    /** Adds the rows of the block's prospects. */
    void add(@Nullable Prospect[] block, int count) {
        int slot = coding.field().slot();
        for (int row = 0; row < count; row++) {
            Value held = Objects.requireNonNull(block[row]).valueAt(slot);
            if (held != null) {
                List<Value.Text> those = ((Value.Tags) held).tags();
                for (int i = 0; i < those.size(); i++) { // an iterator would be garbage
                    add(coding.code(those.get(i)));
                }
            }
            endRow();
        }
    }

    /** Adds a tag to the next row, if conditions name it. */
    void add(int code) {
        if (code != TextCoding.OTHER) {
            if (size == codes.length) {
                codes = Arrays.copyOf(codes, 2 * size);
            }
            codes[size++] = code;
        }
    }

    void endRow() {
        ends[++rows] = size;
    }

    /** Where the row's codes begin; where they end, those of the next row do. */
    int from(int row) {
        return ends[row];
    }

    int code(int at) {
        return codes[at];
    }

    int size() {
        return size;
    }

    boolean has(int row, int code) {
        for (int i = ends[row]; i < ends[row + 1]; i++) {
            if (codes[i] == code) {
                return true;
            }
        }
        return false;
    }
}
