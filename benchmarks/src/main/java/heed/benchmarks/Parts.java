package heed.benchmarks;

import heed.benchmarks.Audience.Part;
import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.ProspectFlag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Conditions, with what one would write by hand for them. */
final class Parts {
    private Parts() {}

    static Part country(Country country) {
        String code = country.code();
        int slot = StandardFields.COUNTRY.slot();
        return new Part(
                comparison(StandardFields.COUNTRY, Operator.EQUALS, Value.CountryName.of(country)),
                prospect -> prospect.valueAt(slot) instanceof Value.CountryName present
                        && present.key().equals(code),
                columns -> is(columns, StandardFields.COUNTRY, code),
                Optional.of(new Audience.Key(HandIndex.COUNTRY, List.of(code))));
    }

    static Part country(Country one, Country other) {
        String first = one.code();
        String second = other.code();
        int slot = StandardFields.COUNTRY.slot();
        return new Part(
                comparison(
                        StandardFields.COUNTRY,
                        Operator.EQUALS,
                        Value.CountryName.of(one),
                        Value.CountryName.of(other)),
                prospect -> prospect.valueAt(slot) instanceof Value.CountryName present
                        && (present.key().equals(first) || present.key().equals(second)),
                columns -> {
                    HandColumns.Texts texts = columns.texts(StandardFields.COUNTRY);
                    int[] codes = texts.codes();
                    int firstCode = texts.code(first);
                    int secondCode = texts.code(second);
                    return row -> codes[row] == firstCode || codes[row] == secondCode;
                },
                Optional.of(new Audience.Key(HandIndex.COUNTRY, List.of(first, second))));
    }

    static Part text(HandIndex index, String text) {
        Part part = text(index.field(), text);
        return new Part(
                part.criterion(), part.ofProspect(), part.ofRow(), Optional.of(new Audience.Key(index, List.of(text))));
    }

    static Part text(Field field, String text) {
        int slot = field.slot();
        return new Part(
                comparison(field, Operator.EQUALS, People.text(text)),
                prospect -> prospect.valueAt(slot) instanceof Value.Text present
                        && present.key().equals(text),
                columns -> is(columns, field, text),
                Optional.empty());
    }

    private static IntPredicate is(HandColumns columns, Field field, String key) {
        HandColumns.Texts texts = columns.texts(field);
        int[] codes = texts.codes();
        int code = texts.code(key);
        return row -> codes[row] == code;
    }

    static Part tag(String tag) {
        int slot = People.INTERESTS.slot();
        return new Part(
                comparison(People.INTERESTS, Operator.CONTAINS, People.text(tag)),
                prospect -> {
                    if (prospect.valueAt(slot) instanceof Value.Tags present) {
                        for (Value.Text one : present.tags()) {
                            if (one.key().equals(tag)) {
                                return true;
                            }
                        }
                    }
                    return false;
                },
                columns -> {
                    HandColumns.Tags tags = columns.tags(People.INTERESTS);
                    int[][] codes = tags.codes();
                    int code = tags.code(tag);
                    return row -> {
                        for (int one : codes[row]) {
                            if (one == code) {
                                return true;
                            }
                        }
                        return false;
                    };
                },
                Optional.of(new Audience.Key(HandIndex.INTERESTS, List.of(tag))));
    }

    static Part flag(ProspectFlag flag, boolean yes) {
        int slot = flag.field().slot();
        return new Part(
                comparison(flag.field(), Operator.EQUALS, Value.of(yes)),
                prospect -> prospect.valueAt(slot) instanceof Value.YesNo present && present.yes() == yes,
                columns -> {
                    boolean[] flags = columns.flags(flag.field());
                    return row -> flags[row] == yes;
                },
                Optional.empty());
    }

    static Part atLeast(Field field, int number) {
        int slot = field.slot();
        return new Part(
                comparison(field, Operator.GREATER_THAN_OR_EQUALS, People.number(number)),
                prospect -> prospect.valueAt(slot) instanceof Value.Decimal present && present.number() >= number,
                columns -> {
                    double[] numbers = columns.numbers(field);
                    return row -> numbers[row] >= number;
                },
                Optional.empty());
    }

    static Part createdAfter(Instant instant) {
        int slot = StandardFields.CREATED.slot();
        long millis = instant.toEpochMilli();
        return new Part(
                comparison(StandardFields.CREATED, Operator.GREATER_THAN, new Value.DateTime(instant)),
                prospect -> prospect.valueAt(slot) instanceof Value.DateTime present
                        && present.instant().isAfter(instant),
                columns -> {
                    long[] moments = columns.moments(StandardFields.CREATED);
                    return row -> moments[row] > millis;
                },
                Optional.empty());
    }

    private static Criterion comparison(Field field, Operator operator, Value... values) {
        return new Criterion.Comparison(field, operator, Arrays.asList(values));
    }

    static Part any(List<Part> parts) {
        return new Part(
                new Criterion.Any(parts.stream().map(Part::criterion).toList()),
                parts.stream().map(Part::ofProspect).reduce(Predicate::or).orElseThrow(),
                columns -> parts.stream()
                        .map(part -> part.ofRow().apply(columns))
                        .reduce(IntPredicate::or)
                        .orElseThrow(),
                Optional.empty());
    }

    static Part not(Part part) {
        return new Part(
                new Criterion.Not(part.criterion()),
                part.ofProspect().negate(),
                columns -> part.ofRow().apply(columns).negate(),
                Optional.empty());
    }
}
