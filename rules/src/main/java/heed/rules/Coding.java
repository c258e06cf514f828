package heed.rules;

import heed.model.Field;
import heed.model.Prospect;
import heed.model.Value;
import org.jspecify.annotations.Nullable;

/**
 * A field's values as small numbers from 0 on: two values have one code if no condition of the network tells them apart.
 * A value is looked at once, however many conditions there are. Immutable and thread-safe.
 */
interface Coding {

    Field field();

    /** Of a value, or of an empty field. */
    int code(@Nullable Value value);

    /** Writes the codes of those rows of a block that have none yet, which is {@link Block#UNKNOWN}. */
    void code(@Nullable Prospect[] block, Rows rows, int[] codes);

    /** Of a field with keys that conditions name. */
    interface OfKeys extends Coding {

        /** Of a key that a condition names. */
        int codeOf(Comparable<?> key);

        /** How many codes there are. */
        int codes();

        /**
         * Those of a column's values that have a code from the one to the other, which a condition asks for.
         *
         * @param values distinct ones, as {@link heed.model.ProspectColumns.One} has them
         */
        Places places(@Nullable Value[] values, int from, int to);
    }
}
