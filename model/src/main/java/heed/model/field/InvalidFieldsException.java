package heed.model.field;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Fields cannot be declared; none of them was. */
public class InvalidFieldsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Map<Integer, String> problems;

    /** @param problems what is wrong, by the position of the declaration from 0 */
    public InvalidFieldsException(Map<Integer, String> problems) {
        super(String.join("; ", new TreeMap<>(problems).values()));
        this.problems = Collections.unmodifiableMap(new TreeMap<>(problems));
    }

    /** Returns what is wrong, by the position of the declaration from 0. It is lost if this exception is serialized. */
    public Map<Integer, String> problems() {
        return problems;
    }
}
