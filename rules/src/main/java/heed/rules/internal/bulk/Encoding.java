package heed.rules.internal.bulk;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import org.jspecify.annotations.Nullable;

/**
 * A field's values as small numbers from 0 on: two values have one code if no condition of the network tells them apart.
 * A value is looked at once, however many conditions there are. Immutable and thread-safe.
 */
interface Encoding {

    Field field();

    /** Of a value, or of an empty field. */
    int encode(@Nullable Value value);

    /** Writes the codes of those rows of a block that have none yet, which is {@link Batch#UNKNOWN}. */
    void encode(@Nullable Prospect[] prospects, SelectionVector rows, int[] codes);

    /** Of a field with keys that conditions name. */
    interface KeyEncoding extends Encoding {

        /** Of a key that a condition names. */
        int codeOf(Comparable<?> key);

        /** How many codes there are. */
        int codeCount();

        /**
         * Those of a column's values that have a code from the one to the other, which a condition asks for.
         *
         * @param values distinct ones, as {@link heed.model.prospect.ProspectColumns.ScalarColumn} has them
         */
        IndexRange indexRange(@Nullable Value[] values, int from, int to);
    }
}
