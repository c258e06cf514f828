package heed.filters.json;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The properties of one object: every one that it may not have is a problem. */
public final class JsonProperties {
    private final JsonTree.ObjectNode object;
    private final Problems problems;
    private final Set<String> misspelled = new HashSet<>();

    /** @param knownNames what the object may have */
    public JsonProperties(JsonTree.ObjectNode object, List<String> knownNames, Problems problems) {
        this(object, knownNames, Map.of(), problems);
    }

    /** @param synonyms what people write, far from the known name that they mean, and that name */
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
                        QuotedText.of(name) + " means nothing here"
                                + (suggestion.isPresent() ? "" : "; known are " + quotedList(knownNames)),
                        suggestion.map(QuotedText::of));
            }
        });
    }

    public Optional<JsonTree> find(String name) {
        return object.find(name);
    }

    /** Its absence is a problem, unless a misspelled one has been told. */
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
