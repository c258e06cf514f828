package heed.model.field;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fields of one account: the standard ones, then its own. */
public final class FieldCatalog {
    private final List<Field> fields;
    private final Map<String, Field> byName = new HashMap<>();

    /** @throws IllegalArgumentException if two fields share a name, or a custom one is not in its slot */
    public FieldCatalog(List<Field> customFields) {
        List<Field> all = new ArrayList<>(StandardFields.ALL);
        all.addAll(customFields);
        this.fields = List.copyOf(all);
        for (int slot = 0; slot < fields.size(); slot++) {
            Field field = fields.get(slot);
            if (field.slot() != slot) {
                throw new IllegalArgumentException(field.label() + " is not in its slot");
            }
            register(field.label(), field);
            register(field.apiName(), field);
        }
    }

    public static FieldCatalog standard() {
        return new FieldCatalog(List.of());
    }

    private void register(String name, Field field) {
        Field other = byName.putIfAbsent(TextKey.of(name), field);
        if (other != null && !other.equals(field)) {
            throw new IllegalArgumentException("two fields are called " + name);
        }
    }

    /** In the order of their slots. */
    public List<Field> all() {
        return fields;
    }

    public int size() {
        return fields.size();
    }

    /** By label or API name, in any case. */
    public Optional<Field> find(String name) {
        return Optional.ofNullable(byName.get(TextKey.of(name)));
    }

    /**
     * The fields that have every word in label, API name, type or search words (each word as the start of one of theirs),
     * those with it in the label first. All of them for no words.
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
