package heed.imports.columns;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.text.TsvResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads headers by {@code field-words.tsv}, which has words of many languages for First Name, Company and the like. */
public final class FieldWords {
    private static final Map<String, String> KNOWN = new HashMap<>();
    private static final Map<String, String> POSSIBLE = new HashMap<>();

    static {
        for (String row : TsvResource.readRows(FieldWords.class, "field-words.tsv")) {
            List<String> cells = TsvResource.cells(row, 4);
            Map<String, String> labels = switch (cells.get(0)) {
                case "known" -> KNOWN;
                case "perhaps" -> POSSIBLE;
                default -> throw new IllegalStateException("field-words.tsv has an unknown kind: " + row);
            };
            if (labels.put(WordKey.ofHeader(cells.get(2)), cells.get(1)) != null) {
                throw new IllegalStateException("field-words.tsv has a word twice: " + row);
            }
        }
    }

    private FieldWords() {}

    /** Returns the field of an account that a header certainly means; empty if there is none. */
    static Optional<Field> find(FieldCatalog catalog, String header) {
        return find(catalog, KNOWN, header);
    }

    /** Returns the field of an account that a header may mean. */
    public static Optional<Field> suggest(FieldCatalog catalog, String header) {
        return find(catalog, POSSIBLE, header);
    }

    private static Optional<Field> find(FieldCatalog catalog, Map<String, String> labels, String header) {
        return Optional.ofNullable(labels.get(WordKey.ofHeader(header))).flatMap(catalog::find);
    }
}
