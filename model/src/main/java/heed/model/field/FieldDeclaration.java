package heed.model.field;

import java.util.List;

/**
 * A custom field that an account is to have.
 *
 * @param searchWords other words that find the field in a search
 */
public record FieldDeclaration(String label, ValueType type, List<String> searchWords) {
    public FieldDeclaration {
        searchWords = List.copyOf(searchWords);
    }
}
