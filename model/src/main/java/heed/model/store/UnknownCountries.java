package heed.model.store;

import heed.model.field.Field;
import java.util.List;

/**
 * The prospects whose value of a country field names no known country.
 *
 * @param field the field
 * @param prospects how many prospects have such a value
 * @param values the most frequent of these values as they were written, at most {@link #MAX_VALUES}
 * @param more whether there are other values
 */
public record UnknownCountries(Field field, long prospects, List<String> values, boolean more) {
    /** How many values are listed at most. */
    public static final int MAX_VALUES = 5;

    public UnknownCountries {
        values = List.copyOf(values);
    }
}
