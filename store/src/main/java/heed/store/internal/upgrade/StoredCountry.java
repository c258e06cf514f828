package heed.store.internal.upgrade;

import heed.model.field.Country;
import java.util.Optional;

/** The stored form of a country that no earlier version knew: a question mark and the text as it came. */
final class StoredCountry {
    private StoredCountry() {}

    /** Returns the code of the country that the text names now; empty if it still names none. */
    static Optional<String> reread(String stored) {
        return Country.find(stored.substring(1)).map(Country::code);
    }
}
