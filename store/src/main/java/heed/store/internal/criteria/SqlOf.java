package heed.store.internal.criteria;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.run.EvaluationTime;
import heed.store.internal.sql.FieldColumns;
import heed.store.internal.sql.SqlCondition;
import heed.store.internal.sql.SqlDialect;
import heed.store.internal.sql.TextConditions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Translates a criterion to SQL: exactly, or to a condition that matches more prospects where SQL cannot express it. Under a
 * "not", such a condition would match fewer prospects. So the "not" is carried down to the comparisons, and a comparison
 * that SQL cannot express matches everyone whether it is negated or not.
 */
final class SqlOf implements Criterion.Visitor<SqlCondition> {
    private final SqlDialect dialect;
    private final TextConditions texts;
    private final EvaluationTime evaluationTime;
    private final boolean negated;

    SqlOf(SqlDialect dialect, EvaluationTime evaluationTime) {
        this(dialect, evaluationTime, false);
    }

    private SqlOf(SqlDialect dialect, EvaluationTime evaluationTime, boolean negated) {
        this.dialect = dialect;
        this.texts = new TextConditions(dialect);
        this.evaluationTime = evaluationTime;
        this.negated = negated;
    }

    @Override
    public SqlCondition all(Criterion.All all) {
        return negated ? SqlCondition.any(parts(all.parts())) : SqlCondition.all(parts(all.parts()));
    }

    @Override
    public SqlCondition any(Criterion.Any any) {
        return negated ? SqlCondition.all(parts(any.parts())) : SqlCondition.any(parts(any.parts()));
    }

    private List<SqlCondition> parts(List<Criterion> parts) {
        return parts.stream().map(part -> part.accept(this)).toList();
    }

    @Override
    public SqlCondition not(Criterion.Not not) {
        return not.part().accept(new SqlOf(dialect, evaluationTime, !negated));
    }

    @Override
    public SqlCondition presence(Criterion.Presence presence) {
        return SqlCondition.of(column(presence.field()) + (presence.empty() == negated ? " IS NOT NULL" : " IS NULL"));
    }

    @Override
    public SqlCondition timeFrame(Criterion.InTimeFrame timeFrame) {
        Field field = timeFrame.field();
        List<Optional<SqlCondition>> frames = new ArrayList<>();
        for (TimeFrame frame : timeFrame.frames()) {
            TimeFrame.DateRange days = frame.rangeAt(evaluationTime);
            frames.add(bothExact(
                    days.from().map(day -> compareDay(field, ">=", day)).orElse(Optional.of(SqlCondition.TRUE)),
                    days.to().map(day -> compareDay(field, "<=", day)).orElse(Optional.of(SqlCondition.TRUE))));
        }
        return fieldCondition(field, anyExact(frames), timeFrame.negated(), timeFrame.negated());
    }

    @Override
    public SqlCondition comparison(Criterion.Comparison comparison) {
        Operator operator = comparison.operator();
        return fieldCondition(
                comparison.field(), positiveForm(comparison), operator.isNegated(), operator.matchesEmpty());
    }

    /**
     * Returns the condition on a field, empty fields included.
     *
     * @param condition the condition on a field that is not empty; empty if SQL cannot express it
     * @param inverted whether the opposite of the condition is meant
     * @param matchesEmpty whether a prospect whose field is empty matches
     */
    private SqlCondition fieldCondition(
            Field field, Optional<SqlCondition> condition, boolean inverted, boolean matchesEmpty) {
        if (condition.isEmpty() || !condition.get().exact()) {
            return SqlCondition.UNKNOWN;
        }
        SqlCondition onFilledField = inverted ? condition.get().negate() : condition.get();
        String column = column(field);
        SqlCondition withEmpty = onFilledField.wrap(text -> matchesEmpty
                ? "(" + column + " IS NULL OR " + text + ")"
                : "(" + column + " IS NOT NULL AND " + text + ")");
        return negated ? withEmpty.negate() : withEmpty;
    }

    /**
     * Returns the condition that the operator's positive form holds for any of the values; empty if SQL cannot express it.
     */
    private Optional<SqlCondition> positiveForm(Criterion.Comparison comparison) {
        Field field = comparison.field();
        List<Value> values = comparison.values();
        return switch (comparison.operator()) {
            case EQUALS, DOES_NOT_EQUAL -> equality(field, values);
            case CONTAINS, DOES_NOT_CONTAIN -> Optional.of(text(field, TextConditions.TextMatch.ANYWHERE, values));
            case STARTS_WITH, DOES_NOT_START_WITH -> Optional.of(text(field, TextConditions.TextMatch.START, values));
            case ENDS_WITH, DOES_NOT_END_WITH -> Optional.of(text(field, TextConditions.TextMatch.END, values));
            case LESS_THAN, LESS_THAN_OR_EMPTY -> ordering(field, "<", values);
            case LESS_THAN_OR_EQUALS, LESS_THAN_OR_EQUALS_OR_EMPTY -> ordering(field, "<=", values);
            case GREATER_THAN, GREATER_THAN_OR_EMPTY -> ordering(field, ">", values);
            case GREATER_THAN_OR_EQUALS, GREATER_THAN_OR_EQUALS_OR_EMPTY -> ordering(field, ">=", values);
            case IS_EMPTY, IS_NOT_EMPTY, IN_TIME_FRAME, NOT_IN_TIME_FRAME ->
                throw new IllegalArgumentException(comparison.operator().id() + " compares no values");
        };
    }

    private Optional<SqlCondition> equality(Field field, List<Value> values) {
        return switch (field.type()) {
            case TEXT -> Optional.of(text(field, TextConditions.TextMatch.WHOLE, values));
            case COUNTRY -> Optional.of(texts.isAnyCountry(column(field), values));
            case NUMBER, YES_NO, DATE ->
                Optional.of(SqlCondition.in(
                        column(field),
                        values.stream().map(value -> boundValue(field, value)).toList()));
            case DATE_TIME ->
                anyExact(values.stream()
                        .map(value -> value instanceof Value.Date date
                                ? bothExact(compareDay(field, ">=", date.date()), compareDay(field, "<=", date.date()))
                                : Optional.of(SqlCondition.of(column(field) + " = ?", FieldColumns.toStored(value))))
                        .toList());
            case TAGS -> throw new IllegalArgumentException("tags are a set");
        };
    }

    /** Returns the value to bind. A flag is stored as a time but compared as a truth value. */
    private static Object boundValue(Field field, Value value) {
        return field.isFlag() ? value.equals(Value.of(true)) : FieldColumns.toStored(value);
    }

    private Optional<SqlCondition> ordering(Field field, String sign, List<Value> values) {
        return anyExact(values.stream()
                .map(value -> field.type() == ValueType.DATE_TIME && value instanceof Value.Date date
                        ? compareDay(field, sign, date.date())
                        : Optional.of(SqlCondition.of(column(field) + " " + sign + " ?", FieldColumns.toStored(value))))
                .toList());
    }

    private SqlCondition text(Field field, TextConditions.TextMatch part, List<Value> values) {
        List<String> keys =
                values.stream().map(value -> ((Value.Text) value).key()).toList();
        return switch (field.type()) {
            case TAGS ->
                texts.matches("value", TextConditions.TextMatch.WHOLE, keys)
                        .wrap(text -> dialect.anyTagMatches(field, text));
            case COUNTRY -> texts.countryNameMatches(column(field), part, keys);
            case TEXT, NUMBER, YES_NO, DATE, DATE_TIME -> texts.matches(column(field), part, keys);
        };
    }

    /**
     * Returns the comparison of the field's day; empty if the zone's clocks were set back across the midnight in question.
     */
    private Optional<SqlCondition> compareDay(Field field, String sign, LocalDate day) {
        if (field.type() == ValueType.DATE) {
            return Optional.of(SqlCondition.of(column(field) + " " + sign + " ?", day.toEpochDay()));
        }
        boolean afterDay = sign.equals(">") || sign.equals("<=");
        LocalDate boundary = afterDay ? day.plusDays(1) : day;
        String operator = sign.startsWith("<") ? "<" : ">=";
        return startOfDay(boundary)
                .map(start -> SqlCondition.of(column(field) + " " + operator + " ?", start.toEpochMilli()));
    }

    /**
     * Returns the instant that separates the days before this day from the rest; empty if clocks were set back across it.
     */
    private Optional<Instant> startOfDay(LocalDate day) {
        Instant start = day.atStartOfDay(evaluationTime.zone()).toInstant();
        ZoneOffsetTransition next = evaluationTime.zone().getRules().nextTransition(start);
        return next != null && next.getDateTimeAfter().toLocalDate().isBefore(day)
                ? Optional.empty()
                : Optional.of(start);
    }

    private static Optional<SqlCondition> bothExact(Optional<SqlCondition> left, Optional<SqlCondition> right) {
        return left.flatMap(
                leftCondition -> right.map(rightCondition -> SqlCondition.all(List.of(leftCondition, rightCondition))));
    }

    private static Optional<SqlCondition> anyExact(List<Optional<SqlCondition>> parts) {
        List<SqlCondition> exactParts = parts.stream().flatMap(Optional::stream).toList();
        return exactParts.size() < parts.size() ? Optional.empty() : Optional.of(SqlCondition.any(exactParts));
    }

    /**
     * Returns the expression for the field, which is NULL where the field is empty: a column, or a member of the custom fields.
     * It contains nothing that an author wrote.
     */
    private String column(Field field) {
        if (field.isFlag()) {
            return "(" + FieldColumns.columnOf(field) + " IS NOT NULL)";
        }
        return field.isStandard() ? FieldColumns.columnOf(field) : dialect.customField(field);
    }
}
