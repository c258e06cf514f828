package heed.model.field;

import heed.model.prospect.ValueReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A field's value. There is no empty value: a field that is not set has none. Two values are equal exactly if a criterion
 * with {@code equals} would say so; {@link #key()} is the object that decides it.
 */
public sealed interface Value {

    ValueType type();

    /**
     * What is compared, indexed and sorted: {@link String} for text, countries, {@link Double} for numbers,
     * {@link Boolean}, {@link LocalDate}, {@link Instant}; for tags a {@link List} of keys. Equal keys, equal values.
     */
    Object key();

    /** The value as text: what is exported, stored in facts and read back by {@link ValueReader#read}. */
    String text();

    /** The value in words for people: Yes, Canada, 2026-01-31. */
    default String display() {
        return text();
    }

    <R> R accept(Visitor<R> visitor);

    /** One method a kind of value. */
    interface Visitor<R> {
        R text(Text text);

        R decimal(Decimal decimal);

        R yesNo(YesNo yesNo);

        R date(Date date);

        R dateTime(DateTime dateTime);

        R tags(Tags tags);

        R country(CountryName country);
    }

    static Value of(boolean yes) {
        return yes ? YesNo.YES : YesNo.NO;
    }

    /** Cleaned text that is not empty, kept as written; compared by {@link TextKey}. Its key is computed once. */
    final class Text implements Value {
        private final String text;
        private String key = ""; // computed when first asked, as String.hashCode is; no key is empty

        private Text(String text) {
            this.text = text;
        }

        /** Empty if nothing is left after {@link TextKey#clean}. */
        public static Optional<Text> from(String text) {
            String clean = TextKey.clean(text);
            return clean.isEmpty() ? Optional.empty() : Optional.of(new Text(clean));
        }

        /** @throws IllegalArgumentException if nothing is left after {@link TextKey#clean} */
        public static Text of(String text) {
            return from(text).orElseThrow(() -> new IllegalArgumentException("text is empty"));
        }

        @Override
        public ValueType type() {
            return ValueType.TEXT;
        }

        @Override
        public String key() {
            String cached = key;
            if (cached.isEmpty()) {
                cached = TextKey.of(text);
                key = cached;
            }
            return cached;
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.text(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text text && key().equals(text.key());
        }

        @Override
        public int hashCode() {
            return key().hashCode();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A number of at most 15 significant digits and a magnitude from 1e-90 to 1e90, or zero: what a double keeps exactly
     * and gives back unchanged, so that every store and every reader of a criterion compares it alike.
     */
    record Decimal(double number) implements Value {
        static final int MAX_DIGITS = 15;
        static final int MAX_EXPONENT = 90;

        public Decimal {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("not a number: " + number);
            }
            number = number == 0 ? 0 : number; // no negative zero
        }

        /** Empty if the number has more than 15 significant digits or is out of range. */
        public static Optional<Decimal> from(BigDecimal number) {
            if (number.signum() == 0) {
                return Optional.of(new Decimal(0));
            }
            long leading = (long) number.precision() - number.scale();
            if (Math.abs(leading) > MAX_EXPONENT) {
                return Optional.empty();
            }
            return number.stripTrailingZeros().precision() > MAX_DIGITS
                    ? Optional.empty()
                    : Optional.of(new Decimal(number.doubleValue()));
        }

        @Override
        public ValueType type() {
            return ValueType.NUMBER;
        }

        @Override
        public Double key() {
            return number;
        }

        @Override
        public String text() {
            BigDecimal exact = new BigDecimal(number, new MathContext(MAX_DIGITS)).stripTrailingZeros();
            return exact.scale() > 30 || exact.precision() - exact.scale() > 30
                    ? exact.toString()
                    : exact.toPlainString();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.decimal(this);
        }
    }

    /** Yes or No. A flag has always one; a custom yes-no field can be empty, and then is not No. */
    record YesNo(boolean yes) implements Value {
        public static final YesNo YES = new YesNo(true);
        public static final YesNo NO = new YesNo(false);

        @Override
        public ValueType type() {
            return ValueType.YES_NO;
        }

        @Override
        public Boolean key() {
            return yes;
        }

        @Override
        public String text() {
            return yes ? "Yes" : "No";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.yesNo(this);
        }
    }

    /** A day of the years 1 to 9999, without time or zone. */
    record Date(LocalDate date) implements Value {
        public Date {
            if (date.getYear() < 1 || date.getYear() > 9999) {
                throw new IllegalArgumentException("a year from 1 to 9999 is wanted: " + date);
            }
        }

        @Override
        public ValueType type() {
            return ValueType.DATE;
        }

        @Override
        public LocalDate key() {
            return date;
        }

        @Override
        public String text() {
            return date.toString();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.date(this);
        }
    }

    /** A moment, to the millisecond, of the years 1 to 9999 (UTC). */
    record DateTime(Instant instant) implements Value {
        private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

        public DateTime {
            if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
                throw new IllegalArgumentException("a year from 1 to 9999 is wanted: " + instant);
            }
            instant = Instant.ofEpochMilli(instant.toEpochMilli());
        }

        @Override
        public ValueType type() {
            return ValueType.DATE_TIME;
        }

        @Override
        public Instant key() {
            return instant;
        }

        @Override
        public String text() {
            return instant.toString();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dateTime(this);
        }
    }

    /** A set of words, one of each whatever its case, in order of their keys; never none. */
    record Tags(List<Text> tags) implements Value {
        public Tags {
            TreeMap<String, Text> byKey = new TreeMap<>();
            tags.forEach(tag -> byKey.putIfAbsent(tag.key(), tag));
            if (byKey.isEmpty()) {
                throw new IllegalArgumentException("no tag");
            }
            tags = List.copyOf(byKey.values());
        }

        @Override
        public ValueType type() {
            return ValueType.TAGS;
        }

        @Override
        public List<String> key() {
            return tags.stream().map(Text::key).toList();
        }

        /** Separated by "; ", with a backslash before a semicolon or backslash of a tag's own. */
        @Override
        public String text() {
            return String.join(
                    "; ",
                    tags.stream()
                            .map(tag -> tag.text().replace("\\", "\\\\").replace(";", "\\;"))
                            .toList());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.tags(this);
        }
    }

    /**
     * A country: an ISO 3166 one, or, in a prospect, text that names none and is kept as it came. An unknown country equals
     * another of the same text, never a known one. Text operators read its English name.
     */
    final class CountryName implements Value {
        private final Optional<Country> country;
        private final Text name;
        private final String key;

        private CountryName(Optional<Country> country, Text name, String key) {
            this.country = country;
            this.name = name;
            this.key = key;
        }

        public static CountryName of(Country country) {
            return new CountryName(Optional.of(country), Text.of(country.name()), country.code());
        }

        /** A known country by code or English name, or else the text itself; empty if there is no text. */
        public static Optional<CountryName> from(String text) {
            return Text.from(text)
                    .map(name -> Country.find(name.text())
                            .map(CountryName::of)
                            .orElseGet(() -> new CountryName(Optional.empty(), name, "?" + name.key())));
        }

        public Optional<Country> country() {
            return country;
        }

        /** The English name, or the unknown text. */
        public Text name() {
            return name;
        }

        @Override
        public ValueType type() {
            return ValueType.COUNTRY;
        }

        /** The ISO 3166 alpha-2 code; for an unknown country a question mark and the text's key. */
        @Override
        public String key() {
            return key;
        }

        /** The ISO 3166 alpha-2 code, or the unknown text. */
        @Override
        public String text() {
            return country.map(Country::code).orElse(name.text());
        }

        @Override
        public String display() {
            return name.text();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.country(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof CountryName otherCountry && key.equals(otherCountry.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
