package heed.benchmarks.matching;

import heed.benchmarks.matching.HandWrittenAudience.AudienceCondition;
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
final class HandWrittenConditions {
    private HandWrittenConditions() {}

    static AudienceCondition country(Country country) {
        String code = country.code();
        int slot = StandardFields.COUNTRY.slot();
        return new AudienceCondition(
                comparison(StandardFields.COUNTRY, Operator.EQUALS, Value.CountryName.of(country)),
                prospect -> prospect.valueAt(slot) instanceof Value.CountryName present
                        && present.key().equals(code),
                columns -> equalsCode(columns, StandardFields.COUNTRY, code),
                Optional.of(new HandWrittenAudience.LookupKey(LookupField.COUNTRY, List.of(code))));
    }

    static AudienceCondition country(Country country, Country otherCountry) {
        String first = country.code();
        String second = otherCountry.code();
        int slot = StandardFields.COUNTRY.slot();
        return new AudienceCondition(
                comparison(
                        StandardFields.COUNTRY,
                        Operator.EQUALS,
                        Value.CountryName.of(country),
                        Value.CountryName.of(otherCountry)),
                prospect -> prospect.valueAt(slot) instanceof Value.CountryName present
                        && (present.key().equals(first) || present.key().equals(second)),
                columns -> {
                    HandWrittenColumns.TextCodes texts = columns.texts(StandardFields.COUNTRY);
                    int[] codes = texts.codes();
                    int firstCode = texts.code(first);
                    int secondCode = texts.code(second);
                    return row -> codes[row] == firstCode || codes[row] == secondCode;
                },
                Optional.of(new HandWrittenAudience.LookupKey(LookupField.COUNTRY, List.of(first, second))));
    }

    static AudienceCondition text(LookupField index, String text) {
        AudienceCondition part = text(index.field(), text);
        return new AudienceCondition(
                part.criterion(),
                part.prospectPredicate(),
                part.rowPredicate(),
                Optional.of(new HandWrittenAudience.LookupKey(index, List.of(text))));
    }

    static AudienceCondition text(Field field, String text) {
        int slot = field.slot();
        return new AudienceCondition(
                comparison(field, Operator.EQUALS, ProspectGenerator.text(text)),
                prospect -> prospect.valueAt(slot) instanceof Value.Text present
                        && present.key().equals(text),
                columns -> equalsCode(columns, field, text),
                Optional.empty());
    }

    private static IntPredicate equalsCode(HandWrittenColumns columns, Field field, String key) {
        HandWrittenColumns.TextCodes texts = columns.texts(field);
        int[] codes = texts.codes();
        int code = texts.code(key);
        return row -> codes[row] == code;
    }

    static AudienceCondition tag(String tag) {
        int slot = ProspectGenerator.INTERESTS.slot();
        return new AudienceCondition(
                comparison(ProspectGenerator.INTERESTS, Operator.CONTAINS, ProspectGenerator.text(tag)),
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
                    HandWrittenColumns.TagCodes tags = columns.tags(ProspectGenerator.INTERESTS);
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
                Optional.of(new HandWrittenAudience.LookupKey(LookupField.INTERESTS, List.of(tag))));
    }

    static AudienceCondition flag(ProspectFlag flag, boolean yes) {
        int slot = flag.field().slot();
        return new AudienceCondition(
                comparison(flag.field(), Operator.EQUALS, Value.of(yes)),
                prospect -> prospect.valueAt(slot) instanceof Value.YesNo present && present.yes() == yes,
                columns -> {
                    boolean[] flags = columns.flags(flag.field());
                    return row -> flags[row] == yes;
                },
                Optional.empty());
    }

    static AudienceCondition atLeast(Field field, int number) {
        int slot = field.slot();
        return new AudienceCondition(
                comparison(field, Operator.GREATER_THAN_OR_EQUALS, ProspectGenerator.number(number)),
                prospect -> prospect.valueAt(slot) instanceof Value.Decimal present && present.number() >= number,
                columns -> {
                    double[] numbers = columns.numbers(field);
                    return row -> numbers[row] >= number;
                },
                Optional.empty());
    }

    static AudienceCondition createdAfter(Instant instant) {
        int slot = StandardFields.CREATED.slot();
        long millis = instant.toEpochMilli();
        return new AudienceCondition(
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

    static AudienceCondition any(List<AudienceCondition> parts) {
        return new AudienceCondition(
                new Criterion.Any(
                        parts.stream().map(AudienceCondition::criterion).toList()),
                parts.stream()
                        .map(AudienceCondition::prospectPredicate)
                        .reduce(Predicate::or)
                        .orElseThrow(),
                columns -> parts.stream()
                        .map(part -> part.rowPredicate().apply(columns))
                        .reduce(IntPredicate::or)
                        .orElseThrow(),
                Optional.empty());
    }

    static AudienceCondition not(AudienceCondition part) {
        return new AudienceCondition(
                new Criterion.Not(part.criterion()),
                part.prospectPredicate().negate(),
                columns -> part.rowPredicate().apply(columns).negate(),
                Optional.empty());
    }
}
