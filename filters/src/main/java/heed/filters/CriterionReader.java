package heed.filters;

import heed.filters.json.JsonReader;
import heed.filters.json.JsonTree;
import heed.filters.json.Place;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.Properties;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.FieldCatalog;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    private static final int MOST_CRITERIA = 10_000;

    private static final int MOST_VALUES = 100_000;
    private static final int DEEPEST = 64;
    private static final List<String> PROPERTIES =
            List.of("field", "operator", "value", "all", "any", "not", "formula", "criteria");
    private static final Map<String, String> OTHERWISE = Map.of("and", "all", "or", "any", "op", "operator");
    private final Problems problems;
    private final ComparisonReader comparisons;

    private CriterionReader(Problems problems, ComparisonReader comparisons) {
        this.problems = problems;
        this.comparisons = comparisons;
    }

    /** A criterion that is part of a file; empty if there is a problem. */
    public static Optional<Criterion> read(JsonTree json, FieldCatalog fields, ZoneId zone, Problems problems) {
        return new CriterionReader(problems, new ComparisonReader(new JsonValues(fields, zone, problems), problems))
                .part(json)
                .map(Part::criterion);
    }

    /** A criterion that is a file of its own. */
    public static ReadResult<Criterion> read(SourceText source, FieldCatalog fields, ZoneId zone) {
        Problems problems = new Problems(source);
        Optional<Criterion> criterion = JsonReader.read(problems).flatMap(json -> read(json, fields, zone, problems));
        return criterion.isPresent() && problems.none()
                ? new ReadResult.Valid<>(criterion.get(), problems.warnings())
                : new ReadResult.Invalid<>(problems.list());
    }

    /**
     * A criterion and what it adds up to.
     *
     * @param criteria comparisons and empty lists in it, each as often as it is used
     */
    private record Part(Criterion criterion, int depth, long criteria, long values) {}

    private static Part leaf(Criterion criterion) {
        int values = criterion instanceof Criterion.Comparison comparison
                ? comparison.values().size()
                : criterion instanceof Criterion.InTimeFrame timeFrame
                        ? timeFrame.frames().size()
                        : 1;
        return new Part(criterion, 1, 1, values);
    }

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
        Properties properties = new Properties(object, PROPERTIES, OTHERWISE, problems);
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
            parts.add(comparisons.read(properties).map(CriterionReader::leaf));
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
                        Math.max(1, parts.stream().mapToLong(Part::criteria).sum()),
                        parts.stream().mapToLong(Part::values).sum()));
    }

    private Optional<Part> limited(Place at, Part part) {
        if (part.depth() > DEEPEST) {
            problems.add(at, ProblemCode.TOO_DEEP, "criteria are nested more than " + DEEPEST + " deep");
        } else if (part.criteria() > MOST_CRITERIA) {
            problems.add(at, ProblemCode.TOO_LARGE, "these are more than 10,000 criteria");
        } else if (part.values() > MOST_VALUES) {
            problems.add(at, ProblemCode.TOO_LARGE, "these have more than 100,000 values");
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
}
