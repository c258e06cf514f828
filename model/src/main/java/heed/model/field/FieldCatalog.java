package heed.model.field;

import heed.model.text.InvisibleCharacters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fields of one account: the standard fields, then the custom ones. Immutable and thread-safe. */
public final class FieldCatalog {
    private final List<Field> fields;
    private final Map<String, Field> byName = new HashMap<>();

    /**
     * Creates a catalog of the standard fields and these custom fields.
     *
     * @param customFields in the order of their slots, which follow those of the standard fields
     * @throws IllegalArgumentException if two fields share a name, or if a custom field has a wrong slot
     */
    public FieldCatalog(List<Field> customFields) {
        List<Field> all = new ArrayList<>(StandardFields.ALL);
        all.addAll(customFields);
        this.fields = List.copyOf(all);
        for (int slot = 0; slot < fields.size(); slot++) {
            Field field = fields.get(slot);
            if (field.slot() != slot) {
                throw new IllegalArgumentException(field.label() + " has the wrong slot");
            }
            register(field.label(), field);
            register(field.apiName(), field);
        }
    }

    /** Returns the catalog of an account without custom fields. */
    public static FieldCatalog standard() {
        return new FieldCatalog(List.of());
    }

    private void register(String name, Field field) {
        Field other = byName.putIfAbsent(TextKey.of(name), field);
        // Stores from before version 13 may have names that differ in joiners only: the first field has the name then.
        if (other != null
                && !other.equals(field)
                && InvisibleCharacters.remove(name).equals(name)) {
            throw new IllegalArgumentException("two fields are called " + name);
        }
    }

    /** Returns all fields in the order of their slots. */
    public List<Field> all() {
        return fields;
    }

    public int size() {
        return fields.size();
    }

    /** Finds a field by label or API name, ignoring case. */
    public Optional<Field> find(String name) {
        return Optional.ofNullable(byName.get(TextKey.of(name)));
    }

    /**
     * Returns the fields that match every word of the query: a query word matches if a word of the label, the API name,
     * the type or the search words starts with it. Fields whose label or API name matches come first. A query without
     * words returns all fields.
     */
    public List<Field> search(String query) {
        List<String> queryWords = words(query);
        List<Field> labelMatches = new ArrayList<>();
        List<Field> otherMatches = new ArrayList<>();
        for (Field field : fields) {
            if (matches(words(field.label() + " " + field.apiName()), queryWords)) {
                labelMatches.add(field);
            } else if (matches(
                    words(field.label() + " " + field.type().id() + " " + String.join(" ", field.searchWords())),
                    queryWords)) {
                otherMatches.add(field);
            }
        }
        labelMatches.addAll(otherMatches);
        return labelMatches;
    }

    private static boolean matches(List<String> candidates, List<String> prefixes) {
        return prefixes.stream()
                .allMatch(prefix -> candidates.stream().anyMatch(candidate -> candidate.startsWith(prefix)));
    }

    private static List<String> words(String text) {
        List<String> result = new ArrayList<>();
        for (String word : TextKey.of(text).toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                result.add(word);
            }
        }
        return result;
    }
}
