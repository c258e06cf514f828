package heed.rules.internal.bulk;

import heed.model.field.Value;
import heed.model.prospect.Prospect;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tags of a batch's prospects that conditions name, as codes from 1. Not thread-safe. */
final class BatchTagCodes {
    private final TextEncoding encoding;
    private final int[] offsets;
    private int[] codes;
    private int rows;
    private int size;

    BatchTagCodes(TextEncoding encoding, int rows) {
        this.encoding = encoding;
        this.offsets = new int[rows + 1];
        this.codes = new int[4 * rows];
    }

    void clear() {
        rows = 0;
        size = 0;
    }

    boolean isLoaded() {
        return rows > 0;
    }

    /** Adds the tags of the batch's prospects. */
    void add(@Nullable Prospect[] prospects, int count) {
        int slot = encoding.field().slot();
        for (int row = 0; row < count; row++) {
            Value value = Objects.requireNonNull(prospects[row]).valueAt(slot);
            if (value != null) {
                List<Value.Text> tags = ((Value.Tags) value).tags();
                for (int i = 0; i < tags.size(); i++) { // an iterator would be allocated for every row
                    add(encoding.encode(tags.get(i)));
                }
            }
            endRow();
        }
    }

    /** Adds a tag to the next row, unless no condition names the tag. */
    void add(int code) {
        if (code != TextEncoding.OTHER) {
            if (size == codes.length) {
                codes = Arrays.copyOf(codes, 2 * size);
            }
            codes[size++] = code;
        }
    }

    void endRow() {
        offsets[++rows] = size;
    }

    /** Returns the index where the row's codes begin; they end where those of the next row begin. */
    int start(int row) {
        return offsets[row];
    }

    int code(int index) {
        return codes[index];
    }

    int size() {
        return size;
    }

    boolean contains(int row, int code) {
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
            if (codes[i] == code) {
                return true;
            }
        }
        return false;
    }
}
