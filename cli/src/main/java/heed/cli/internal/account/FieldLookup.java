package heed.cli.internal.account;

import heed.cli.process.CommandException;
import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import java.util.Optional;
import java.util.stream.Stream;

/** Fields by what people call them. */
public final class FieldLookup {
    private FieldLookup() {}

    /** By label or API name, in any case. */
    public static Field get(FieldCatalog catalog, String name) {
        return catalog.find(name)
                .orElseThrow(() -> CommandException.invalid("unknown-field", unknownMessage(catalog, name)));
    }

    /** Says that there is no such field, and which may be meant. */
    public static String unknownMessage(FieldCatalog catalog, String name) {
        return "there is no field " + QuotedText.of(name.strip())
                + nearestLabel(catalog, name)
                        .map(label -> ". Did you mean " + QuotedText.of(label) + "?")
                        .orElse("; `heed fields` lists them");
    }

    /** The label of the field that a name is most likely meant for. */
    public static Optional<String> nearestLabel(FieldCatalog catalog, String name) {
        return NearestName.of(
                        name,
                        catalog.all().stream()
                                .flatMap(field -> Stream.of(field.label(), field.apiName()))
                                .toList())
                .flatMap(catalog::find)
                .map(Field::label);
    }
}
