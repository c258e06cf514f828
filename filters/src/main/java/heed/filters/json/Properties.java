package heed.filters.json;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The properties of one object: every one that it may not have is a problem. */
public final class Properties {
    private final JsonTree.Members object;
    private final Problems problems;
    private final Set<String> misspelled = new HashSet<>();

    /** @param known what the object may have */
    public Properties(JsonTree.Members object, List<String> known, Problems problems) {
        this(object, known, Map.of(), problems);
    }

    /** @param otherwise what people write, far from the known name that they mean, and that name */
    public Properties(JsonTree.Members object, List<String> known, Map<String, String> otherwise, Problems problems) {
        this.object = object;
        this.problems = problems;
        List<String> free = known.stream()
                .filter(name -> !object.byName().containsKey(name))
                .toList();
        object.byName().forEach((name, member) -> {
            if (!known.contains(name)) {
                Optional<String> meant =
                        Optional.ofNullable(otherwise.get(name)).or(() -> NearestName.of(name, free));
                meant.ifPresent(misspelled::add);
                problems.add(
                        member.name(),
                        ProblemCode.UNKNOWN_PROPERTY,
                        Quoted.of(name) + " means nothing here"
                                + (meant.isPresent() ? "" : "; known are " + list(known)),
                        meant.map(Quoted::of));
            }
        });
    }

    public Optional<JsonTree> find(String name) {
        return object.find(name);
    }

    /** Its absence is a problem, unless a misspelled one has been told. */
    public Optional<JsonTree> need(String name, String what) {
        Optional<JsonTree> value = object.find(name);
        if (value.isEmpty() && !misspelled.contains(name)) {
            problems.add(object.at(), ProblemCode.MISSING_PROPERTY, Quoted.of(name) + " is missing here: " + what);
        }
        return value;
    }

    private static String list(List<String> names) {
        return String.join(", ", names.stream().map(Quoted::of).toList());
    }
}
