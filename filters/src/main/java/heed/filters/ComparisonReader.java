package heed.filters;

import heed.filters.json.JsonTree;
import heed.filters.json.NearestName;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.Properties;
import heed.filters.json.Quoted;
import heed.model.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads one question about one field: field, operator and value. */
final class ComparisonReader {
    private static final int MOST_VALUES = 10_000;
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::id).toList();
    /** What people write, far from the operator that they mean. */
    private static final Map<String, Operator> SYMBOLS = Map.ofEntries(
            Map.entry("=", Operator.EQUALS),
            Map.entry("==", Operator.EQUALS),
            Map.entry("is", Operator.EQUALS),
            Map.entry("in", Operator.EQUALS),
            Map.entry("!=", Operator.DOES_NOT_EQUAL),
            Map.entry("<>", Operator.DOES_NOT_EQUAL),
            Map.entry("is-not", Operator.DOES_NOT_EQUAL),
            Map.entry("not-equals", Operator.DOES_NOT_EQUAL),
            Map.entry("not-in", Operator.DOES_NOT_EQUAL),
            Map.entry("not-contains", Operator.DOES_NOT_CONTAIN),
            Map.entry("like", Operator.CONTAINS),
            Map.entry("<", Operator.LESS_THAN),
            Map.entry("<=", Operator.LESS_THAN_OR_EQUALS),
            Map.entry(">", Operator.GREATER_THAN),
            Map.entry(">=", Operator.GREATER_THAN_OR_EQUALS),
            Map.entry("before", Operator.LESS_THAN),
            Map.entry("after", Operator.GREATER_THAN));

    private final Problems problems;
    private final JsonValues values;

    ComparisonReader(JsonValues values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** What the properties of one object ask; empty if there is a problem. */
    Optional<Criterion> read(Properties properties) {
        Optional<Field> field = properties
                .need("field", "what is asked about, such as \"Country\"")
                .flatMap(json -> name("field", json))
                .flatMap(values::field);
        Optional<JsonTree.Text> operatorName = properties
                .need("operator", "how it is asked, such as \"equals\"")
                .flatMap(json -> name("operator", json));
        Optional<Operator> operator = operatorName.flatMap(this::operator);
        Optional<JsonTree> value = properties.find("value");
        boolean presence = operator.isPresent() && operator.get().kind() == Operator.Kind.PRESENCE;
        if (presence && value.isPresent()) {
            problems.add(
                    value.get().at(),
                    ProblemCode.UNEXPECTED_VALUE,
                    operator.get().id() + " takes no value");
            return Optional.empty();
        } else if (operator.isPresent() && !presence) {
            properties.need("value", "what the field is compared with");
        }
        if (field.isEmpty() || operator.isEmpty() || !fits(field.get(), operator.get(), operatorName.orElseThrow())) {
            return Optional.empty();
        }
        return presence
                ? Optional.of(new Criterion.Presence(field.get(), operator.get() == Operator.IS_EMPTY))
                : value.flatMap(json -> compared(field.get(), operator.get(), json));
    }

    private Optional<JsonTree.Text> name(String property, JsonTree json) {
        if (json instanceof JsonTree.Text name) {
            return Optional.of(name);
        }
        problems.add(
                json.at(),
                ProblemCode.WRONG_TYPE,
                "\"%s\" takes a name in double quotes; this is %s".formatted(property, json.kind()));
        return Optional.empty();
    }

    private Optional<Operator> operator(JsonTree.Text name) {
        Optional<Operator> operator = Operator.find(name.text());
        if (operator.isEmpty()) {
            String words = name.text().strip().replaceAll("[\\s_]+", "-");
            Optional<String> meant = Optional.ofNullable(SYMBOLS.get(words.toLowerCase(Locale.ROOT)))
                    .map(Operator::id)
                    .or(() -> NearestName.of(words, OPERATORS));
            problems.add(
                    name.at(),
                    ProblemCode.UNKNOWN_OPERATOR,
                    "there is no operator " + Quoted.of(name.text())
                            + (meant.isPresent() ? "" : "; known are " + String.join(", ", OPERATORS)),
                    meant.map(Quoted::of));
        }
        return operator;
    }

    private boolean fits(Field field, Operator operator, JsonTree.Text name) {
        if (operator.appliesTo(field.type())) {
            return true;
        }
        Optional<Operator> instead = Stream.of(
                        operator.negative() ? Operator.DOES_NOT_EQUAL : Operator.EQUALS,
                        operator.negative() ? Operator.DOES_NOT_CONTAIN : Operator.CONTAINS)
                .filter(other -> operator.kind() != Operator.Kind.ORDER && operator.kind() != Operator.Kind.TIME_FRAME)
                .filter(other -> other.appliesTo(field.type()))
                .findFirst();
        problems.add(
                name.at(),
                ProblemCode.OPERATOR_DOES_NOT_FIT,
                "%s cannot be asked of %s, which is of type %s"
                        .formatted(operator.id(), field.label(), field.type().id()),
                instead.map(other -> Quoted.of(other.id())));
        return false;
    }

    private Optional<Criterion> compared(Field field, Operator operator, JsonTree json) {
        List<JsonTree> written = json instanceof JsonTree.Items list ? list.items() : List.of(json);
        if (written.isEmpty()) {
            problems.add(json.at(), ProblemCode.EMPTY_VALUE, "the list of values is empty");
            return Optional.empty();
        } else if (written.size() > MOST_VALUES) {
            problems.add(json.at(), ProblemCode.TOO_LARGE, "a comparison has at most 10,000 values");
            return Optional.empty();
        }
        if (operator.kind() == Operator.Kind.TIME_FRAME) {
            return every(written, one -> values.timeFrame(field, one))
                    .map(frames -> new Criterion.InTimeFrame(field, operator.negative(), frames));
        }
        return every(written, one -> values.toCompare(field, operator, one))
                .map(found -> new Criterion.Comparison(field, operator, found));
    }

    private static <T> Optional<List<T>> every(List<JsonTree> written, Function<JsonTree, Optional<T>> read) {
        List<Optional<T>> all = written.stream().map(read).toList();
        return all.stream().allMatch(Optional::isPresent)
                ? Optional.of(all.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }
}
