package heed.filters;

import heed.filters.json.JsonProperties;
import heed.filters.json.JsonTree;
import heed.filters.json.NearestName;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads a comparison of one field from JSON: its field, operator and value. */
final class ComparisonReader {
    private static final int MAX_VALUES = 10_000;
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::id).toList();
    /** Common names of operators that are too different from the operator's id to be found as its nearest name. */
    private static final Map<String, Operator> SYNONYMS = Map.ofEntries(
            Map.entry("=", Operator.EQUALS),
            Map.entry("==", Operator.EQUALS),
            Map.entry("is", Operator.EQUALS),
            Map.entry("in", Operator.EQUALS),
            Map.entry("!=", Operator.DOES_NOT_EQUAL),
            Map.entry("<>", Operator.DOES_NOT_EQUAL),
            Map.entry("is-not", Operator.DOES_NOT_EQUAL),
            Map.entry("isn't", Operator.DOES_NOT_EQUAL),
            Map.entry("not", Operator.DOES_NOT_EQUAL),
            Map.entry("not-equal", Operator.DOES_NOT_EQUAL),
            Map.entry("not-equals", Operator.DOES_NOT_EQUAL),
            Map.entry("not-equal-to", Operator.DOES_NOT_EQUAL),
            Map.entry("notequals", Operator.DOES_NOT_EQUAL),
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
    private final JsonValueReader values;

    ComparisonReader(JsonValueReader values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** Reads the comparison in the properties of one object; returns empty if there is a problem. */
    Optional<Criterion> read(JsonProperties properties) {
        Optional<Field> field = properties
                .require("field", "the field to compare, such as \"Country\"")
                .flatMap(json -> readName("field", json))
                .flatMap(values::readField);
        Optional<JsonTree.StringNode> operatorName = properties
                .require("operator", "how to compare it, such as \"equals\"")
                .flatMap(json -> readName("operator", json));
        Optional<Operator> operator = operatorName.flatMap(this::readOperator);
        Optional<JsonTree> value = properties.find("value");
        boolean presence = operator.isPresent() && operator.get().category() == Operator.Category.PRESENCE;
        if (presence && value.isPresent()) {
            problems.add(
                    value.get().location(),
                    ProblemCode.UNEXPECTED_VALUE,
                    operator.get().id() + " takes no value");
            return Optional.empty();
        } else if (operator.isPresent() && !presence) {
            properties.require("value", "the value to compare the field with");
        }
        if (field.isEmpty()
                || operator.isEmpty()
                || !checkFits(field.get(), operator.get(), operatorName.orElseThrow())) {
            return Optional.empty();
        }
        return presence
                ? Optional.of(new Criterion.Presence(field.get(), operator.get() == Operator.IS_EMPTY))
                : value.flatMap(json -> readComparison(field.get(), operator.get(), json));
    }

    private Optional<JsonTree.StringNode> readName(String property, JsonTree json) {
        if (json instanceof JsonTree.StringNode name) {
            return Optional.of(name);
        }
        problems.add(
                json.location(),
                ProblemCode.WRONG_TYPE,
                "\"%s\" needs a name in double quotes; this is %s".formatted(property, json.kind()));
        return Optional.empty();
    }

    private Optional<Operator> readOperator(JsonTree.StringNode name) {
        Optional<Operator> operator = Operator.find(name.value());
        if (operator.isEmpty()) {
            String words = name.value().strip().replaceAll("[\\s_]+", "-");
            Optional<String> suggestion = TimeFrameAdvice.ofOperator(name.value())
                    .or(() -> Optional.ofNullable(SYNONYMS.get(words.toLowerCase(Locale.ROOT)))
                            .map(Operator::id)
                            .or(() -> NearestName.of(words, OPERATORS))
                            .map(QuotedText::of));
            problems.add(
                    name.location(),
                    ProblemCode.UNKNOWN_OPERATOR,
                    "there is no operator " + QuotedText.of(name.value())
                            + (suggestion.isPresent() ? "" : "; the operators are " + String.join(", ", OPERATORS)),
                    suggestion);
        }
        return operator;
    }

    private boolean checkFits(Field field, Operator operator, JsonTree.StringNode name) {
        if (operator.appliesTo(field.type())) {
            return true;
        }
        Optional<Operator> alternative = Stream.of(
                        operator.isNegated() ? Operator.DOES_NOT_EQUAL : Operator.EQUALS,
                        operator.isNegated() ? Operator.DOES_NOT_CONTAIN : Operator.CONTAINS)
                .filter(other -> operator.category() != Operator.Category.ORDER
                        && operator.category() != Operator.Category.TIME_FRAME)
                .filter(other -> other.appliesTo(field.type()))
                .findFirst();
        problems.add(
                name.location(),
                ProblemCode.OPERATOR_DOES_NOT_FIT,
                "%s cannot be used with %s, which is of type %s"
                        .formatted(operator.id(), field.label(), field.type().id()),
                alternative.map(other -> QuotedText.of(other.id())));
        return false;
    }

    private Optional<Criterion> readComparison(Field field, Operator operator, JsonTree json) {
        List<JsonTree> elements = json instanceof JsonTree.ArrayNode list ? list.elements() : List.of(json);
        if (elements.isEmpty()) {
            problems.add(json.location(), ProblemCode.EMPTY_VALUE, "the list of values is empty");
            return Optional.empty();
        } else if (elements.size() > MAX_VALUES) {
            problems.add(json.location(), ProblemCode.TOO_LARGE, "a comparison has at most 10,000 values");
            return Optional.empty();
        }
        if (operator.category() == Operator.Category.TIME_FRAME) {
            return readAll(elements, element -> values.readTimeFrame(field, operator, element))
                    .map(frames -> new Criterion.InTimeFrame(field, operator.isNegated(), frames));
        }
        return readAll(elements, element -> values.readOperand(field, operator, element))
                .map(operands -> new Criterion.Comparison(field, operator, operands));
    }

    private static <T> Optional<List<T>> readAll(List<JsonTree> elements, Function<JsonTree, Optional<T>> reader) {
        List<Optional<T>> results = elements.stream().map(reader).toList();
        return results.stream().allMatch(Optional::isPresent)
                ? Optional.of(results.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }
}
