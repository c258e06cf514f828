package heed.engine.internal.core;

import heed.filters.Criterion;
import heed.filters.reading.FieldsOf;
import heed.model.field.ValueType;
import heed.model.store.StoreReading;
import heed.model.store.UnknownCountries;
import java.util.List;

/** Counts what criteria that ask for a country cannot understand. */
public final class UnknownCountryCounter {
    private UnknownCountryCounter() {}

    /**
     * Counts the prospects, of the whole account, whose value of a country field of the criteria names no known country.
     * Fields without such a value are left out.
     */
    public static List<UnknownCountries> count(StoreReading reading, Criterion criteria) {
        return FieldsOf.criterion(criteria).stream()
                .filter(field -> field.type() == ValueType.COUNTRY)
                .map(reading::countUnknownCountries)
                .filter(unknown -> unknown.prospects() > 0)
                .toList();
    }
}
