package heed.filters;

import heed.filters.json.JsonProperties;
import heed.filters.json.JsonReader;
import heed.filters.json.JsonTree;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceLocation;
import heed.filters.json.SourceText;
import heed.model.field.FieldCatalog;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a criterion from JSON and reports all problems at once. A criterion has one of these forms:
 *
 * <ul>
 *   <li>{@code {"field": "Country", "operator": "equals", "value": ["Canada", "France"]}}, without {@code value} for
 *       {@code is-empty} and {@code is-not-empty}
 *   <li>{@code {"all": [criteria]}}, {@code {"any": [criteria]}}, {@code {"not": criterion}}
 *   <li>{@code {"formula": "1 AND (2 OR 3)", "criteria": [criteria]}}
 * </ul>
 *
 * The limits are 64 levels, 10,000 criteria, 10,000 values in one comparison and 100,000 values in total. A criterion
 * that a formula uses twice counts twice.
 */
public final class CriterionReader {
    private static final int MAX_CRITERIA = 10_000;
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_DEPTH = 64;
    private static final List<String> PROPERTIES =
            List.of("field", "operator", "value", "all", "any", "not", "formula", "criteria");
    private static final Map<String, String> SYNONYMS = Map.of("and", "all", "or", "any", "op", "operator");

    private final Problems problems;
    private final ComparisonReader comparisons;

    private CriterionReader(Problems problems, ComparisonReader comparisons) {
        this.problems = problems;
        this.comparisons = comparisons;
    }

    /**
     * Reads a criterion that is part of a file; returns empty if there is a problem.
     *
     * @param zone the account's zone, which applies to a date and time without an offset
     * @param problems receives the problems
     */
    public static Optional<Criterion> read(JsonTree json, FieldCatalog fields, ZoneId zone, Problems problems) {
        return new CriterionReader(
                        problems, new ComparisonReader(new JsonValueReader(fields, zone, problems), problems))
                .readCriterion(json)
                .map(SizedCriterion::criterion);
    }

    /**
     * Reads a criterion that is a file of its own.
     *
     * @param zone the account's zone, which applies to a date and time without an offset
     */
    public static ReadResult<Criterion> read(SourceText source, FieldCatalog fields, ZoneId zone) {
        Problems problems = new Problems(source);
        Optional<Criterion> criterion = JsonReader.read(problems).flatMap(json -> read(json, fields, zone, problems));
        return criterion.isPresent() && problems.isEmpty()
                ? new ReadResult.Valid<>(criterion.get(), problems.warnings())
                : new ReadResult.Invalid<>(problems.toList());
    }

    /**
     * A criterion and its size.
     *
     * @param depth how many levels are nested
     * @param criteria the number of comparisons and empty lists, each counted as often as it is used
     * @param values the number of values, each counted as often as it is used
     */
    private record SizedCriterion(Criterion criterion, int depth, long criteria, long values) {}

    private static SizedCriterion leaf(Criterion criterion) {
        int values = criterion instanceof Criterion.Comparison comparison
                ? comparison.values().size()
                : criterion instanceof Criterion.InTimeFrame timeFrame
                        ? timeFrame.frames().size()
                        : 1;
        return new SizedCriterion(criterion, 1, 1, values);
    }

    private Optional<SizedCriterion> readCriterion(JsonTree json) {
        if (!(json instanceof JsonTree.ObjectNode object)) {
            problems.add(
                    json.location(),
                    ProblemCode.WRONG_TYPE,
                    "a criterion is an object such as {\"field\": …, \"operator\": …, \"value\": …}"
                            + (json instanceof JsonTree.ArrayNode
                                    ? "; several criteria need {\"all\": [ … ]}"
                                    : "; this is " + json.kind()));
            return Optional.empty();
        }
        JsonProperties properties = new JsonProperties(object, PROPERTIES, SYNONYMS, problems);
        List<String> shapes = new ArrayList<>();
        List<Optional<SizedCriterion>> parts = new ArrayList<>();
        if (object.members().isEmpty()) {
            problems.add(
                    json.location(),
                    ProblemCode.MISSING_PROPERTY,
                    "a criterion has \"field\", \"operator\" and \"value\", or \"all\", \"any\", \"not\" or \"formula\"");
        }
        properties.find("all").ifPresent(list -> {
            shapes.add("\"all\"");
            parts.add(readList("all", list).flatMap(all -> join(json.location(), all, Criterion.All::new)));
        });
        properties.find("any").ifPresent(list -> {
            shapes.add("\"any\"");
            parts.add(readList("any", list)
                    .filter(any -> requireNotEmpty("any", any, list))
                    .flatMap(any -> join(json.location(), any, Criterion.Any::new)));
        });
        properties.find("not").ifPresent(not -> {
            shapes.add("\"not\"");
            parts.add(readCriterion(not)
                    .flatMap(part ->
                            join(json.location(), List.of(part), negated -> new Criterion.Not(negated.get(0)))));
        });
        if (properties.find("formula").isPresent()
                || properties.find("criteria").isPresent()) {
            shapes.add("\"formula\"");
            parts.add(readFormula(json.location(), properties));
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
                    json.location(),
                    ProblemCode.AMBIGUOUS_CRITERIA,
                    String.join(" and ", shapes) + " are in one object; put them into one list of criteria");
            return Optional.empty();
        }
        return parts.isEmpty() ? Optional.empty() : parts.get(0);
    }

    /** Reads the parts of a list; returns empty if one of them has a problem. */
    private Optional<List<SizedCriterion>> readList(String name, JsonTree json) {
        if (!(json instanceof JsonTree.ArrayNode list)) {
            problems.add(
                    json.location(),
                    ProblemCode.WRONG_TYPE,
                    "\"%s\" needs a list of criteria in [ … ]; this is %s".formatted(name, json.kind()));
            return Optional.empty();
        }
        List<Optional<SizedCriterion>> parts =
                list.elements().stream().map(this::readCriterion).toList();
        return parts.stream().allMatch(Optional::isPresent)
                ? Optional.of(parts.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    private boolean requireNotEmpty(String name, List<SizedCriterion> parts, JsonTree list) {
        if (parts.isEmpty()) {
            problems.add(list.location(), ProblemCode.NO_CRITERIA, "\"" + name + "\" needs at least one criterion");
        }
        return !parts.isEmpty();
    }

    private Optional<SizedCriterion> join(
            SourceLocation location, List<SizedCriterion> parts, Function<List<Criterion>, Criterion> combiner) {
        return checkLimits(
                location,
                new SizedCriterion(
                        combiner.apply(
                                parts.stream().map(SizedCriterion::criterion).toList()),
                        1 + parts.stream().mapToInt(SizedCriterion::depth).max().orElse(0),
                        Math.max(
                                1,
                                parts.stream()
                                        .mapToLong(SizedCriterion::criteria)
                                        .sum()),
                        parts.stream().mapToLong(SizedCriterion::values).sum()));
    }

    private Optional<SizedCriterion> checkLimits(SourceLocation location, SizedCriterion part) {
        if (part.depth() > MAX_DEPTH) {
            problems.add(location, ProblemCode.TOO_DEEP, "criteria are nested more than " + MAX_DEPTH + " deep");
        } else if (part.criteria() > MAX_CRITERIA) {
            problems.add(location, ProblemCode.TOO_LARGE, "these are more than 10,000 criteria");
        } else if (part.values() > MAX_VALUES) {
            problems.add(location, ProblemCode.TOO_LARGE, "these have more than 100,000 values");
        } else {
            return Optional.of(part);
        }
        return Optional.empty();
    }

    private Optional<SizedCriterion> readFormula(SourceLocation location, JsonProperties properties) {
        Optional<JsonTree> formulaJson =
                properties.require("formula", "how to combine the numbered criteria, as in 1 AND (2 OR 3)");
        Optional<JsonTree> list = properties.require("criteria", "the list that the formula's numbers refer to");
        Optional<List<SizedCriterion>> parts = list.flatMap(
                json -> readList("criteria", json).filter(criteria -> requireNotEmpty("criteria", criteria, json)));
        if (formulaJson.isPresent() && !(formulaJson.get() instanceof JsonTree.StringNode)) {
            problems.add(
                    formulaJson.get().location(),
                    ProblemCode.WRONG_TYPE,
                    "a formula is text such as \"1 AND (2 OR 3)\"; this is "
                            + formulaJson.get().kind());
        }
        int count = list.map(json -> json instanceof JsonTree.ArrayNode items
                        ? items.elements().size()
                        : 0)
                .orElse(0);
        Optional<Formula> formula =
                count > 0 && formulaJson.isPresent() && formulaJson.get() instanceof JsonTree.StringNode text
                        ? Formula.read(text, count, problems)
                        : Optional.empty();
        return parts.isPresent() && formula.isPresent()
                ? combine(location, formula.get(), parts.get())
                : Optional.empty();
    }

    private Optional<SizedCriterion> combine(SourceLocation location, Formula formula, List<SizedCriterion> numbered) {
        if (formula instanceof Formula.Junction junction) {
            List<SizedCriterion> parts = new ArrayList<>();
            for (Formula operand : junction.operands()) {
                Optional<SizedCriterion> part = combine(location, operand, numbered);
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(part.get());
            }
            return join(location, parts, junction.conjunction() ? Criterion.All::new : Criterion.Any::new);
        }
        return Optional.of(numbered.get(((Formula.NumberedCriterion) formula).index()));
    }
}
