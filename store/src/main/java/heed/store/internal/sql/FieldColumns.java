package heed.store.internal.sql;

import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The storage of field values: a standard field has its own column, and all custom fields are in one column of JSON. */
public final class FieldColumns {
    /** The columns of the standard fields, in the order of their slots. */
    public static final List<String> STANDARD = List.of(
            "id",
            "email",
            "first_name",
            "last_name",
            "company",
            "country",
            "state",
            "city",
            "language",
            "lead_source",
            "lead_owner",
            "lead_score",
            "created",
            "email_opt_out_since",
            "bounced_since");

    /** The column of the custom fields. */
    public static final String CUSTOM = "custom";
    /** All columns of a prospect, for {@link #readProspect} and {@link #readVersion}. */
    public static final String ALL = "key, " + String.join(", ", STANDARD) + ", " + CUSTOM + ", {row version}";

    private static final int VERSION = STANDARD.size() + 3;
    /** The first character of a stored country that is not a known one; the text follows it. */
    static final String UNKNOWN_COUNTRY = "?";

    private static final Map<String, Value> COUNTRIES = new HashMap<>();

    static {
        for (Country country : Country.all()) {
            COUNTRIES.put(country.code(), Value.CountryName.of(country));
        }
    }

    private FieldColumns() {}

    /** Returns the column of a standard field. */
    public static String columnOf(Field field) {
        return STANDARD.get(field.slot());
    }

    /** Reads a prospect from {@link #ALL}. */
    public static Prospect readProspect(ResultRow row, FieldCatalog catalog) throws SQLException {
        int standard = STANDARD.size();
        String custom = row.jsonOrNull(standard + 2);
        @Nullable Value[] values = new @Nullable Value[custom == null ? standard : catalog.size()];
        for (int slot = 0; slot < standard; slot++) {
            values[slot] = toValue(row, slot + 2, StandardFields.ALL.get(slot));
        }
        if (custom != null) {
            StoredJson.read(custom, values, catalog, row.dialect()::fromStoredText);
        }
        return new Prospect(new ProspectId(row.number(1)), values);
    }

    /** Reads the version of the prospect's row from {@link #ALL}. */
    public static long readVersion(ResultRow row) throws SQLException {
        return row.number(VERSION);
    }

    /** Reads a standard field's value from its column; null if the field is empty. */
    public static @Nullable Value toValue(ResultRow row, int column, Field field) throws SQLException {
        if (field.isFlag()) {
            return Value.of(row.numberOrNull(column) != null);
        }
        return switch (field.type()) {
            case NUMBER -> toValue(field.type(), row.decimalOrNull(column));
            case YES_NO, DATE, DATE_TIME -> toValue(field.type(), row.numberOrNull(column));
            case TEXT, COUNTRY, TAGS -> toValue(field.type(), row.textOrNull(column));
        };
    }

    /** Reverses {@link #toStored}; null stands for an empty field. Tags have no single stored value. */
    static @Nullable Value toValue(ValueType type, @Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        return switch (type) {
            case TEXT -> Value.Text.of((String) stored);
            case COUNTRY -> toCountry((String) stored);
            case NUMBER -> new Value.Decimal(((Number) stored).doubleValue());
            case YES_NO -> Value.of(((Number) stored).longValue() != 0);
            case DATE -> new Value.Date(LocalDate.ofEpochDay(((Number) stored).longValue()));
            case DATE_TIME -> new Value.DateTime(Instant.ofEpochMilli(((Number) stored).longValue()));
            case TAGS -> throw new IllegalArgumentException("tags are stored as an array");
        };
    }

    private static Value toCountry(String stored) {
        Value known = COUNTRIES.get(stored);
        return known != null ? known : Value.CountryName.unknown(stored.substring(UNKNOWN_COUNTRY.length()));
    }

    /** Returns the stored form of a value: a {@link String}, {@link Double} or {@link Long}, for tags a list of texts. */
    public static Object toStored(Value value) {
        return value.accept(TO_STORED);
    }

    private static final Value.Visitor<Object> TO_STORED = new Value.Visitor<>() {
        @Override
        public Object text(Value.Text text) {
            return text.text();
        }

        @Override
        public Object decimal(Value.Decimal decimal) {
            return decimal.number();
        }

        @Override
        public Object yesNo(Value.YesNo yesNo) {
            return yesNo.yes() ? 1L : 0L;
        }

        @Override
        public Object date(Value.Date date) {
            return date.date().toEpochDay();
        }

        @Override
        public Object dateTime(Value.DateTime dateTime) {
            return dateTime.instant().toEpochMilli();
        }

        @Override
        public Object tags(Value.Tags tags) {
            return tags.tags().stream().map(Value.Text::text).toList();
        }

        @Override
        public Object country(Value.CountryName country) {
            return country.country()
                    .map(Country::code)
                    .orElseGet(() -> UNKNOWN_COUNTRY + country.name().text());
        }
    };
}
