package heed.filters.json;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The properties of one JSON object. Every unknown property is reported as a problem. */
public final class JsonProperties {
    private final JsonTree.ObjectNode object;
    private final Problems problems;
    private final Set<String> misspelled = new HashSet<>();

    /**
     * Creates the properties without synonyms.
     *
     * @param knownNames the names that the object may have
     */
    public JsonProperties(JsonTree.ObjectNode object, List<String> knownNames, Problems problems) {
        this(object, knownNames, Map.of(), problems);
    }

    /**
     * Creates the properties and reports every unknown name.
     *
     * @param knownNames the names that the object may have
     * @param synonyms common wrong names that are too different to be found as the nearest name, and the known names
     *     that they mean
     */
    public JsonProperties(
            JsonTree.ObjectNode object, List<String> knownNames, Map<String, String> synonyms, Problems problems) {
        this.object = object;
        this.problems = problems;
        List<String> unusedNames = knownNames.stream()
                .filter(name -> !object.members().containsKey(name))
                .toList();
        object.members().forEach((name, member) -> {
            if (!knownNames.contains(name)) {
                Optional<String> suggestion =
                        Optional.ofNullable(synonyms.get(name)).or(() -> NearestName.of(name, unusedNames));
                suggestion.ifPresent(misspelled::add);
                problems.add(
                        member.nameLocation(),
                        ProblemCode.UNKNOWN_PROPERTY,
                        QuotedText.of(name) + " is not a known property here"
                                + (suggestion.isPresent()
                                        ? ""
                                        : "; the known properties are " + quotedList(knownNames)),
                        suggestion.map(QuotedText::of));
            }
        });
    }

    /** Finds the property with that name; empty if the object does not have it. */
    public Optional<JsonTree> find(String name) {
        return object.find(name);
    }

    /**
     * Returns the property with that name. Its absence is reported as a problem, unless a misspelled form of it was
     * reported.
     *
     * @param purpose what the property is for, for the message
     */
    public Optional<JsonTree> require(String name, String purpose) {
        Optional<JsonTree> value = object.find(name);
        if (value.isEmpty() && !misspelled.contains(name)) {
            problems.add(
                    object.location(),
                    ProblemCode.MISSING_PROPERTY,
                    QuotedText.of(name) + " is missing here: " + purpose);
        }
        return value;
    }

    private static String quotedList(List<String> names) {
        return String.join(", ", names.stream().map(QuotedText::of).toList());
    }
}
