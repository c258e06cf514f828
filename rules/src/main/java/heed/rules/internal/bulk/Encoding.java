package heed.rules.internal.bulk;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the values of a field as small integers from 0. Two values may have the same code only if no condition of the
 * network distinguishes them. A value is encoded once, however many conditions there are. Immutable and thread-safe.
 */
interface Encoding {

    Field field();

    /** Returns the code of a value, or of an empty field if the value is null. */
    int encode(@Nullable Value value);

    /** Writes the codes of those rows of a batch that have none yet ({@link Batch#UNKNOWN}). */
    void encode(@Nullable Prospect[] prospects, SelectionVector rows, int[] codes);

    /** The encoding of a field whose keys conditions name. */
    interface KeyEncoding extends Encoding {

        /** Returns the code of a key that a condition names. */
        int codeOf(Comparable<?> key);

        /** Returns the number of codes. */
        int codeCount();

        /**
         * Returns the range of a column's values that have a code from {@code from} to {@code to}, a range that a
         * condition uses.
         *
         * @param values the distinct values in the order of {@link heed.model.prospect.ProspectColumns.ScalarColumn}
         */
        IndexRange indexRange(@Nullable Value[] values, int from, int to);
    }
}
