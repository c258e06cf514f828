package heed.cli.fields;

import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.imports.columns.HeaderMeaning;
import heed.imports.columns.HeaderWords;
import heed.model.field.FieldCatalog;
import heed.model.field.FieldDeclaration;
import heed.model.field.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which custom fields can be declared. */
final class FieldDeclarations {
    /** The types of custom fields. Only the standard field Country has the type country. */
    private static final List<String> TYPES = Arrays.stream(ValueType.values())
            .filter(type -> type != ValueType.COUNTRY)
            .map(ValueType::id)
            .toList();

    private FieldDeclarations() {}

    /**
     * Returns the field with the label and the type.
     *
     * @throws CommandException if there is no such type, or if an import reads a column with this label as a flag
     */
    static FieldDeclaration read(String label, String type) {
        ValueType valueType = ValueType.find(type)
                .filter(found -> TYPES.contains(found.id()))
                .orElseThrow(() -> CommandException.invalid(
                        "type",
                        "there is no type " + QuotedText.of(type) + "; the types are " + String.join(", ", TYPES)));
        HeaderMeaning meaning = HeaderWords.meaning(label);
        if (meaning.isFlag() && FieldCatalog.standard().find(label).isEmpty()) {
            String flag = meaning.field().orElseThrow().label();
            throw CommandException.invalid(
                    "label",
                    QuotedText.of(label) + " means " + flag
                            + ", which every account has; a custom field with this label"
                            + " would suppress nobody. An import reads a column with this name as " + flag
                            + ". For anything else, choose a label that does not mean it");
        }
        return new FieldDeclaration(label, valueType, List.of());
    }

    /** Returns the note on a field whose label may be taken for a no; empty for other labels. */
    static Optional<String> note(String label) {
        HeaderMeaning meaning = HeaderWords.meaning(label);
        return meaning == HeaderMeaning.NONE || meaning == HeaderMeaning.PERHAPS
                ? Optional.empty()
                : Optional.of("the field " + QuotedText.of(label) + " suppresses nobody, whatever its name says: only"
                        + " Email Opt Out, Bounced and the suppression list keep mail from an address.");
    }
}
