package heed.filters;

import heed.filters.json.JsonReader;
import heed.filters.json.JsonTree;
import heed.filters.json.NearestName;
import heed.filters.json.Place;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.Properties;
import heed.filters.json.Quoted;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.Field;
import heed.model.FieldCatalog;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a criterion from JSON, and tells everything that is wrong with it at once. A criterion is one of
 *
 * <ul>
 *   <li>{@code {"field": "Country", "operator": "equals", "value": ["Canada", "France"]}}, without {@code value} for
 *       {@code is-empty} and {@code is-not-empty}
 *   <li>{@code {"all": [criteria]}}, {@code {"any": [criteria]}}, {@code {"not": criterion}}
 *   <li>{@code {"formula": "1 AND (2 OR 3)", "criteria": [criteria]}}
 * </ul>
 *
 * At most 64 levels, 10,000 criteria, 10,000 values in each and 100,000 in all; what a formula uses twice counts twice.
 */
public final class CriterionReader {
    /** How many criteria there can be in one. */
    public static final int MOST_CRITERIA = 10_000;
    /** How many values one comparison can have. */
    public static final int MOST_VALUES = 10_000;

    private static final int MOST_VALUES_IN_ALL = 100_000;
    private static final int DEEPEST = 64;
    private static final List<String> PROPERTIES =
            List.of("field", "operator", "value", "all", "any", "not", "formula", "criteria");
    private static final List<String> OPERATORS =
            Arrays.stream(Operator.values()).map(Operator::id).toList();
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

    private final FieldCatalog fields;
    private final Problems problems;
    private final JsonValues values;

    private CriterionReader(FieldCatalog fields, ZoneId zone, Problems problems) {
        this.fields = fields;
        this.problems = problems;
        this.values = new JsonValues(zone, problems);
    }

    /** A criterion that is part of a file; empty if there is a problem. */
    public static Optional<Criterion> read(JsonTree json, FieldCatalog fields, ZoneId zone, Problems problems) {
        return new CriterionReader(fields, zone, problems).part(json).map(Part::criterion);
    }

    /** A criterion that is a file of its own. */
    public static ReadResult<Criterion> read(SourceText source, FieldCatalog fields, ZoneId zone) {
        Problems problems = new Problems(source);
        Optional<Criterion> criterion = JsonReader.read(problems).flatMap(json -> read(json, fields, zone, problems));
        return criterion.isPresent() && problems.none()
                ? new ReadResult.Valid<>(criterion.get(), problems.warnings())
                : new ReadResult.Invalid<>(problems.list());
    }

    /** The field of that name; if there is none, that is a problem. */
    public static Optional<Field> field(JsonTree.Text name, FieldCatalog fields, Problems problems) {
        Optional<Field> field = fields.find(name.text());
        if (field.isEmpty()) {
            List<String> labels = fields.all().stream().map(Field::label).toList();
            Optional<String> meant = NearestName.of(name.text(), labels)
                    .or(() -> NearestName.of(
                            name.text(),
                            fields.all().stream().map(Field::apiName).toList()))
                    .or(() -> fields.search(name.text()).stream().findFirst().map(Field::label));
            problems.add(
                    name.at(),
                    ProblemCode.UNKNOWN_FIELD,
                    "there is no field " + Quoted.of(name.text()),
                    name.text().isBlank() ? Optional.empty() : meant.map(Quoted::of));
        }
        return field;
    }

    /**
     * A criterion and what it adds up to.
     *
     * @param criteria comparisons in it, each as often as it is used
     */
    private record Part(Criterion criterion, int depth, long criteria, long values) {}

    private Optional<Part> part(JsonTree json) {
        if (!(json instanceof JsonTree.Members object)) {
            problems.add(
                    json.at(),
                    ProblemCode.WRONG_TYPE,
                    "a criterion is an object such as {\"field\": …, \"operator\": …, \"value\": …}"
                            + (json instanceof JsonTree.Items
                                    ? "; several belong into {\"all\": [ … ]}"
                                    : "; this is " + json.kind()));
            return Optional.empty();
        }
        Properties properties = new Properties(object, PROPERTIES, problems);
        List<String> shapes = new ArrayList<>();
        List<Optional<Part>> parts = new ArrayList<>();
        if (object.byName().isEmpty()) {
            problems.add(
                    json.at(),
                    ProblemCode.MISSING_PROPERTY,
                    "a criterion has \"field\", \"operator\" and \"value\", or \"all\", \"any\", \"not\" or \"formula\"");
        }
        properties.find("all").ifPresent(list -> {
            shapes.add("\"all\"");
            parts.add(list("all", list).flatMap(all -> joined(json.at(), all, Criterion.All::new)));
        });
        properties.find("any").ifPresent(list -> {
            shapes.add("\"any\"");
            parts.add(list("any", list)
                    .filter(any -> notEmpty("any", any, list))
                    .flatMap(any -> joined(json.at(), any, Criterion.Any::new)));
        });
        properties.find("not").ifPresent(not -> {
            shapes.add("\"not\"");
            parts.add(part(not)
                    .flatMap(part -> joined(json.at(), List.of(part), one -> new Criterion.Not(one.get(0)))));
        });
        if (properties.find("formula").isPresent()
                || properties.find("criteria").isPresent()) {
            shapes.add("\"formula\"");
            parts.add(numbered(json.at(), properties));
        }
        boolean single = properties.find("field").isPresent()
                || properties.find("operator").isPresent()
                || properties.find("value").isPresent();
        if (single) {
            shapes.add("\"field\"");
            parts.add(single(properties).flatMap(one -> limited(json.at(), one)));
        }
        if (shapes.size() > 1) {
            problems.add(
                    json.at(),
                    ProblemCode.AMBIGUOUS_CRITERIA,
                    String.join(" and ", shapes) + " stand in one object; put them into one list of criteria");
            return Optional.empty();
        }
        return parts.isEmpty() ? Optional.empty() : parts.get(0);
    }

    /** The parts of a list, if all of them are right. */
    private Optional<List<Part>> list(String name, JsonTree json) {
        if (!(json instanceof JsonTree.Items list)) {
            problems.add(
                    json.at(),
                    ProblemCode.WRONG_TYPE,
                    "\"%s\" takes a list of criteria in [ … ]; this is %s".formatted(name, json.kind()));
            return Optional.empty();
        }
        List<Optional<Part>> parts = list.items().stream().map(this::part).toList();
        return parts.stream().allMatch(Optional::isPresent)
                ? Optional.of(parts.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    private boolean notEmpty(String name, List<Part> parts, JsonTree list) {
        if (parts.isEmpty()) {
            problems.add(list.at(), ProblemCode.NO_CRITERIA, "\"" + name + "\" needs at least one criterion");
        }
        return !parts.isEmpty();
    }

    private Optional<Part> joined(Place at, List<Part> parts, Function<List<Criterion>, Criterion> join) {
        return limited(
                at,
                new Part(
                        join.apply(parts.stream().map(Part::criterion).toList()),
                        1 + parts.stream().mapToInt(Part::depth).max().orElse(0),
                        parts.stream().mapToLong(Part::criteria).sum(),
                        parts.stream().mapToLong(Part::values).sum()));
    }

    private Optional<Part> limited(Place at, Part part) {
        if (part.depth() > DEEPEST) {
            problems.add(at, ProblemCode.TOO_DEEP, "criteria are nested more than " + DEEPEST + " deep");
        } else if (part.criteria() > MOST_CRITERIA) {
            problems.add(at, ProblemCode.TOO_LARGE, "these are more than %,d criteria".formatted(MOST_CRITERIA));
        } else if (part.values() > MOST_VALUES_IN_ALL) {
            problems.add(at, ProblemCode.TOO_LARGE, "these have more than %,d values".formatted(MOST_VALUES_IN_ALL));
        } else {
            return Optional.of(part);
        }
        return Optional.empty();
    }

    private Optional<Part> numbered(Place at, Properties properties) {
        Optional<JsonTree> written =
                properties.need("formula", "how the numbered criteria combine, as in 1 AND (2 OR 3)");
        Optional<JsonTree> list = properties.need("criteria", "the list that the formula's numbers are of");
        Optional<List<Part>> parts =
                list.flatMap(json -> list("criteria", json).filter(some -> notEmpty("criteria", some, json)));
        if (written.isPresent() && !(written.get() instanceof JsonTree.Text)) {
            problems.add(
                    written.get().at(),
                    ProblemCode.WRONG_TYPE,
                    "a formula is text such as \"1 AND (2 OR 3)\"; this is "
                            + written.get().kind());
        }
        int count = list.map(json ->
                        json instanceof JsonTree.Items items ? items.items().size() : 0)
                .orElse(0);
        Optional<Formula> formula = count > 0 && written.isPresent() && written.get() instanceof JsonTree.Text text
                ? Formula.read(text, count, problems)
                : Optional.empty();
        return parts.isPresent() && formula.isPresent() ? combined(at, formula.get(), parts.get()) : Optional.empty();
    }

    private Optional<Part> combined(Place at, Formula formula, List<Part> numbered) {
        if (formula instanceof Formula.Joined joined) {
            List<Part> parts = new ArrayList<>();
            for (Formula one : joined.parts()) {
                Optional<Part> part = combined(at, one, numbered);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(part.get());
            }
            return joined(at, parts, joined.and() ? Criterion.All::new : Criterion.Any::new);
        }
        return Optional.of(numbered.get(((Formula.Numbered) formula).index()));
    }

    private Optional<Part> single(Properties properties) {
        Optional<Field> field = properties
                .need("field", "what is asked about, such as \"Country\"")
                .flatMap(json -> name("field", json))
                .flatMap(name -> field(name, fields, problems));
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
                ? Optional.of(
                        new Part(new Criterion.Presence(field.get(), operator.get() == Operator.IS_EMPTY), 1, 1, 1))
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

    private Optional<Part> compared(Field field, Operator operator, JsonTree json) {
        List<JsonTree> written = json instanceof JsonTree.Items list ? list.items() : List.of(json);
        if (written.isEmpty()) {
            problems.add(json.at(), ProblemCode.EMPTY_VALUE, "the list of values is empty");
            return Optional.empty();
        } else if (written.size() > MOST_VALUES) {
            problems.add(
                    json.at(), ProblemCode.TOO_LARGE, "a comparison has at most %,d values".formatted(MOST_VALUES));
            return Optional.empty();
        }
        if (operator.kind() == Operator.Kind.TIME_FRAME) {
            return every(written, one -> values.timeFrame(field, one))
                    .map(frames -> new Criterion.InTimeFrame(field, operator.negative(), frames))
                    .map(criterion -> new Part(criterion, 1, 1, written.size()));
        }
        return every(written, one -> values.toCompare(field, operator, one))
                .map(found -> new Criterion.Comparison(field, operator, found))
                .map(criterion -> new Part(criterion, 1, 1, written.size()));
    }

    private static <T> Optional<List<T>> every(List<JsonTree> written, Function<JsonTree, Optional<T>> read) {
        List<Optional<T>> all = written.stream().map(read).toList();
        return all.stream().allMatch(Optional::isPresent)
                ? Optional.of(all.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }
}
