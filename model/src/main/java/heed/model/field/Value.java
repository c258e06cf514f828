package heed.model.field;

import heed.model.prospect.ValueReader;
import heed.model.text.LocalTimeText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The value of a field. There is no empty value: a field that is not set has no value. Two values are equal exactly if
 * the {@code equals} operator of a criterion treats them as equal; {@link #key()} decides that. Immutable.
 */
public sealed interface Value {

    ValueType type();

    /**
     * Returns the object by which values are compared, indexed and sorted: a {@link String} for text and countries, a
     * {@link Double} for numbers, a {@link Boolean}, {@link LocalDate} or {@link Instant} for their types, and a
     * {@link List} of keys for tags. Two values are equal exactly if their keys are equal.
     */
    Object key();

    /** Returns the value as text. Exports and facts contain this text, and {@link ValueReader#read} reads it back. */
    String text();

    /** Returns the value as people read it: Yes, Canada, 2026-01-31. */
    default String display() {
        return text();
    }

    /** Returns the value as people read it, with a time as they read it in their time zone: 2026-01-31 09:30:00. */
    default String display(ZoneId zone) {
        return display();
    }

    <R> R accept(Visitor<R> visitor);

    /** A visitor with one method for each kind of value. */
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

    /**
     * Text that is cleaned and not empty, stored with its original case and compared by {@link TextKey}. The key is
     * computed once.
     */
    final class Text implements Value {
        private final String text;
        private String key = ""; // computed on first use, like String.hashCode; no key is empty

        private Text(String text) {
            this.text = text;
        }

        /** Returns the cleaned text; empty if nothing remains after {@link TextKey#clean}. */
        public static Optional<Text> from(String text) {
            String clean = TextKey.clean(text);
            return clean.isEmpty() ? Optional.empty() : Optional.of(new Text(clean));
        }

        /**
         * Returns the cleaned text.
         *
         * @throws IllegalArgumentException if nothing remains after {@link TextKey#clean}
         */
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
     * A number with at most {@value #MAX_DIGITS} significant digits and a magnitude from 1e-90 to 1e90, or zero. Each
     * such number has a double of its own, which prints back as the unchanged number. So every store and every evaluator
     * can compare the doubles, with the same result.
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

        /** Returns the number; empty if it has more than 15 significant digits or is out of range. */
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

    /** Yes or No. A flag always has one of them; a custom yes-no field can be empty, which is not the same as No. */
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
                throw new IllegalArgumentException("the year is not from 1 to 9999: " + date);
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

    /** An instant of the years 1 to 9999 (UTC), truncated to milliseconds. */
    record DateTime(Instant instant) implements Value {
        private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

        public DateTime {
            if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
                throw new IllegalArgumentException("the year is not from 1 to 9999: " + instant);
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
        public String display(ZoneId zone) {
            return LocalTimeText.of(instant, zone);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dateTime(this);
        }
    }

    /** A set of tags that is never empty. Tags are unique regardless of case and ordered by their keys. */
    record Tags(List<Text> tags) implements Value {
        public Tags {
            TreeMap<String, Text> byKey = new TreeMap<>();
            tags.forEach(tag -> byKey.putIfAbsent(tag.key(), tag));
            if (byKey.isEmpty()) {
                throw new IllegalArgumentException("there is no tag");
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

        /** Returns these tags and those of the other value that are not among them. */
        public Tags with(Tags other) {
            return new Tags(Stream.concat(tags.stream(), other.tags.stream()).toList());
        }

        /**
         * Returns the tags separated by "; ", with a backslash before a semicolon or backslash that is part of a tag.
         */
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
     * A country of ISO 3166, or, in a prospect, a text that names no known country and is stored unchanged. An unknown
     * country equals another unknown country with the same text, and never a known one. Text operators compare the
     * English name.
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

        /**
         * Returns the known country with that code or English name, else an unknown country with this text; empty if
         * the text is blank.
         */
        public static Optional<CountryName> from(String text) {
            return Text.from(text)
                    .map(name -> Country.find(name.text()).map(CountryName::of).orElseGet(() -> unknown(name.text())));
        }

        /**
         * Returns the unknown country with this text, without looking it up.
         *
         * @throws IllegalArgumentException if the text is blank
         */
        public static CountryName unknown(String text) {
            Text name = Text.of(text);
            return new CountryName(Optional.empty(), name, "?" + name.key());
        }

        public Optional<Country> country() {
            return country;
        }

        /** Returns the English name, or the text of an unknown country. */
        public Text name() {
            return name;
        }

        @Override
        public ValueType type() {
            return ValueType.COUNTRY;
        }

        /** Returns the ISO 3166 alpha-2 code; for an unknown country a question mark and the key of its text. */
        @Override
        public String key() {
            return key;
        }

        /** Returns the ISO 3166 alpha-2 code, or the text of an unknown country. */
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
