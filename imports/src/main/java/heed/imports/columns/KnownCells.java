package heed.imports.columns;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a column mean, so that a text that occurs in many rows is examined once. A column of which most cells
 * differ, such as Email, is given up soon. Not thread-safe.
 */
public final class KnownCells<M> {
    private static final int MAX_KNOWN = 4_096;

    private final Map<String, M> meanings = new HashMap<>();
    private long asked;
    private long found;
    private boolean givenUp;

    /** Returns the meaning of a cell; null if it is not known. */
    public @Nullable M find(String cell) {
        if (givenUp) {
            return null;
        }
        M meaning = meanings.get(cell);
        asked++;
        found += meaning == null ? 0 : 1;
        return meaning;
    }

    /** Remembers the meaning of a cell, unless too many are known. */
    public void put(String cell, M meaning) {
        if (meanings.size() < MAX_KNOWN) {
            meanings.put(cell, meaning);
        } else if (!givenUp && 2 * found < asked) {
            givenUp = true;
            meanings.clear();
        }
    }
}
