package heed.store.internal;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.run.EvaluationTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The SQL reading of a criterion: exact, or true of more prospects than match where SQL cannot say it. What is more must
 * stay more under a "not", so that a "not" is carried down to the comparisons and what is unknown is true either way.
 */
final class SqlOf implements Criterion.Visitor<Sql> {
    private final Dialect dialect;
    private final SqlText texts;
    private final EvaluationTime moment;
    private final boolean negated;

    SqlOf(Dialect dialect, EvaluationTime moment) {
        this(dialect, moment, false);
    }

    private SqlOf(Dialect dialect, EvaluationTime moment, boolean negated) {
        this.dialect = dialect;
        this.texts = new SqlText(dialect);
        this.moment = moment;
        this.negated = negated;
    }

    @Override
    public Sql all(Criterion.All all) {
        return negated ? Sql.any(parts(all.parts())) : Sql.all(parts(all.parts()));
    }

    @Override
    public Sql any(Criterion.Any any) {
        return negated ? Sql.all(parts(any.parts())) : Sql.any(parts(any.parts()));
    }

    private List<Sql> parts(List<Criterion> parts) {
        return parts.stream().map(part -> part.accept(this)).toList();
    }

    @Override
    public Sql not(Criterion.Not not) {
        return not.part().accept(new SqlOf(dialect, moment, !negated));
    }

    @Override
    public Sql presence(Criterion.Presence presence) {
        return Sql.of(column(presence.field()) + (presence.empty() == negated ? " IS NOT NULL" : " IS NULL"));
    }

    @Override
    public Sql timeFrame(Criterion.InTimeFrame timeFrame) {
        Field field = timeFrame.field();
        List<Optional<Sql>> frames = new ArrayList<>();
        for (TimeFrame frame : timeFrame.frames()) {
            TimeFrame.DateRange days = frame.rangeAt(moment);
            frames.add(both(
                    days.from().map(day -> compare(field, ">=", day)).orElse(Optional.of(Sql.TRUE)),
                    days.to().map(day -> compare(field, "<=", day)).orElse(Optional.of(Sql.TRUE))));
        }
        return leaf(field, together(frames), timeFrame.negated(), timeFrame.negated());
    }

    @Override
    public Sql comparison(Criterion.Comparison comparison) {
        Operator operator = comparison.operator();
        return leaf(comparison.field(), holds(comparison), operator.isNegated(), operator.matchesEmpty());
    }

    /**
     * A condition on a field that is set, and what holds where it is not.
     *
     * @param condition unknown if SQL cannot say it exactly
     */
    private Sql leaf(Field field, Optional<Sql> condition, boolean not, boolean matchesEmpty) {
        if (condition.isEmpty() || !condition.get().exact()) {
            return Sql.UNKNOWN;
        }
        Sql said = not ? condition.get().not() : condition.get();
        String column = column(field);
        Sql whole = said.within(text -> matchesEmpty
                ? "(" + column + " IS NULL OR " + text + ")"
                : "(" + column + " IS NOT NULL AND " + text + ")");
        return negated ? whole.not() : whole;
    }

    /** Whether the operator's positive form holds for any of the values; empty if SQL cannot say it. */
    private Optional<Sql> holds(Criterion.Comparison comparison) {
        Field field = comparison.field();
        List<Value> values = comparison.values();
        return switch (comparison.operator()) {
            case EQUALS, DOES_NOT_EQUAL -> equality(field, values);
            case CONTAINS, DOES_NOT_CONTAIN -> Optional.of(text(field, SqlText.Part.ANYWHERE, values));
            case STARTS_WITH, DOES_NOT_START_WITH -> Optional.of(text(field, SqlText.Part.START, values));
            case ENDS_WITH, DOES_NOT_END_WITH -> Optional.of(text(field, SqlText.Part.END, values));
            case LESS_THAN, LESS_THAN_OR_EMPTY -> order(field, "<", values);
            case LESS_THAN_OR_EQUALS, LESS_THAN_OR_EQUALS_OR_EMPTY -> order(field, "<=", values);
            case GREATER_THAN, GREATER_THAN_OR_EMPTY -> order(field, ">", values);
            case GREATER_THAN_OR_EQUALS, GREATER_THAN_OR_EQUALS_OR_EMPTY -> order(field, ">=", values);
            case IS_EMPTY, IS_NOT_EMPTY, IN_TIME_FRAME, NOT_IN_TIME_FRAME ->
                throw new IllegalArgumentException(comparison.operator().id() + " compares no values");
        };
    }

    private Optional<Sql> equality(Field field, List<Value> values) {
        return switch (field.type()) {
            case TEXT -> Optional.of(text(field, SqlText.Part.WHOLE, values));
            case COUNTRY -> Optional.of(texts.country(column(field), values));
            case NUMBER, YES_NO, DATE ->
                Optional.of(Sql.in(
                        column(field),
                        values.stream().map(value -> asked(field, value)).toList()));
            case DATE_TIME ->
                together(values.stream()
                        .map(value -> value instanceof Value.Date date
                                ? both(compare(field, ">=", date.date()), compare(field, "<=", date.date()))
                                : Optional.of(Sql.of(column(field) + " = ?", Columns.kept(value))))
                        .toList());
            case TAGS -> throw new IllegalArgumentException("tags are a set");
        };
    }

    /** A flag is kept as a time, but asked as a condition. */
    private static Object asked(Field field, Value value) {
        return field.isFlag() ? value.equals(Value.of(true)) : Columns.kept(value);
    }

    private Optional<Sql> order(Field field, String sign, List<Value> values) {
        return together(values.stream()
                .map(value -> field.type() == ValueType.DATE_TIME && value instanceof Value.Date date
                        ? compare(field, sign, date.date())
                        : Optional.of(Sql.of(column(field) + " " + sign + " ?", Columns.kept(value))))
                .toList());
    }

    private Sql text(Field field, SqlText.Part part, List<Value> values) {
        List<String> keys =
                values.stream().map(value -> ((Value.Text) value).key()).toList();
        return switch (field.type()) {
            case TAGS -> texts.matches("value", SqlText.Part.WHOLE, keys).within(text -> dialect.anyTag(field, text));
            case COUNTRY -> texts.countryName(column(field), part, keys);
            case TEXT, NUMBER, YES_NO, DATE, DATE_TIME -> texts.matches(column(field), part, keys);
        };
    }

    /** Compares the field's day; empty where a zone's clocks were put back over midnight at that day. */
    private Optional<Sql> compare(Field field, String sign, LocalDate day) {
        if (field.type() == ValueType.DATE) {
            return Optional.of(Sql.of(column(field) + " " + sign + " ?", day.toEpochDay()));
        }
        boolean behind = sign.equals(">") || sign.equals("<=");
        LocalDate edge = behind ? day.plusDays(1) : day;
        String before = sign.startsWith("<") ? "<" : ">=";
        return firstMoment(edge).map(start -> Sql.of(column(field) + " " + before + " ?", start.toEpochMilli()));
    }

    /** The moment that parts the days before this one from the rest; empty where clocks were put back over it. */
    private Optional<Instant> firstMoment(LocalDate day) {
        Instant start = day.atStartOfDay(moment.zone()).toInstant();
        ZoneOffsetTransition next = moment.zone().getRules().nextTransition(start);
        return next != null && next.getDateTimeAfter().toLocalDate().isBefore(day)
                ? Optional.empty()
                : Optional.of(start);
    }

    private static Optional<Sql> both(Optional<Sql> one, Optional<Sql> other) {
        return one.flatMap(first -> other.map(second -> Sql.all(List.of(first, second))));
    }

    private static Optional<Sql> together(List<Optional<Sql>> parts) {
        List<Sql> known = parts.stream().flatMap(Optional::stream).toList();
        return known.size() < parts.size() ? Optional.empty() : Optional.of(Sql.any(known));
    }

    /** The field as SQL, NULL where it is empty: a column, or a member of the custom values; nothing of an author's. */
    private String column(Field field) {
        if (field.isFlag()) {
            return "(" + Columns.of(field) + " IS NOT NULL)";
        }
        return field.isStandard() ? Columns.of(field) : dialect.member(field);
    }
}
