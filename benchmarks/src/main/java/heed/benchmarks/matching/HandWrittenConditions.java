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

/** Conditions of automations with their hand-written equivalents. */
final class HandWrittenConditions {
    private HandWrittenConditions() {}

    /** The country is the given one. */
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

    /** The country is one of two. */
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

    /** The field has a text. A map can find the prospects. */
    static AudienceCondition text(LookupField field, String text) {
        AudienceCondition condition = text(field.field(), text);
        return new AudienceCondition(
                condition.criterion(),
                condition.prospectPredicate(),
                condition.rowPredicate(),
                Optional.of(new HandWrittenAudience.LookupKey(field, List.of(text))));
    }

    /** The field has a text. */
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

    /** The interests contain a tag. */
    static AudienceCondition tag(String tag) {
        int slot = ProspectGenerator.INTERESTS.slot();
        return new AudienceCondition(
                comparison(ProspectGenerator.INTERESTS, Operator.CONTAINS, ProspectGenerator.text(tag)),
                prospect -> {
                    if (prospect.valueAt(slot) instanceof Value.Tags present) {
                        for (Value.Text candidate : present.tags()) {
                            if (candidate.key().equals(tag)) {
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
                        for (int candidate : codes[row]) {
                            if (candidate == code) {
                                return true;
                            }
                        }
                        return false;
                    };
                },
                Optional.of(new HandWrittenAudience.LookupKey(LookupField.INTERESTS, List.of(tag))));
    }

    /** The flag is set, or is not set. */
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

    /** The field is at least a number. */
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

    /** The prospect was created after a time. */
    static AudienceCondition createdAfter(Instant instant) {
        int slot = StandardFields.CREATED.slot();
        long millis = instant.toEpochMilli();
        return new AudienceCondition(
                comparison(StandardFields.CREATED, Operator.GREATER_THAN, new Value.DateTime(instant)),
                prospect -> prospect.valueAt(slot) instanceof Value.DateTime present
                        && present.instant().isAfter(instant),
                columns -> {
                    long[] times = columns.times(StandardFields.CREATED);
                    return row -> times[row] > millis;
                },
                Optional.empty());
    }

    private static Criterion comparison(Field field, Operator operator, Value... values) {
        return new Criterion.Comparison(field, operator, Arrays.asList(values));
    }

    /** At least one of the conditions is met. */
    static AudienceCondition any(List<AudienceCondition> conditions) {
        return new AudienceCondition(
                new Criterion.Any(
                        conditions.stream().map(AudienceCondition::criterion).toList()),
                conditions.stream()
                        .map(AudienceCondition::prospectPredicate)
                        .reduce(Predicate::or)
                        .orElseThrow(),
                columns -> conditions.stream()
                        .map(condition -> condition.rowPredicate().apply(columns))
                        .reduce(IntPredicate::or)
                        .orElseThrow(),
                Optional.empty());
    }

    /** The condition is not met. */
    static AudienceCondition not(AudienceCondition condition) {
        return new AudienceCondition(
                new Criterion.Not(condition.criterion()),
                condition.prospectPredicate().negate(),
                columns -> condition.rowPredicate().apply(columns).negate(),
                Optional.empty());
    }
}
