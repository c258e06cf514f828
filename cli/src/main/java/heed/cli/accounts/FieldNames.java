package heed.cli.accounts;

import heed.cli.console.Failure;
import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import java.util.Optional;
import java.util.stream.Stream;

/** Fields by what people call them. */
public final class FieldNames {
    private FieldNames() {}

    /** By label or API name, in any case. */
    public static Field find(FieldCatalog catalog, String name) {
        return catalog.find(name).orElseThrow(() -> Failure.invalid("unknown-field", unknown(catalog, name)));
    }

    /** Says that there is no such field, and which may be meant. */
    public static String unknown(FieldCatalog catalog, String name) {
        return "there is no field " + QuotedText.of(name.strip())
                + nearest(catalog, name)
                        .map(label -> ". Did you mean " + QuotedText.of(label) + "?")
                        .orElse("; `heed fields` lists them");
    }

    /** The label of the field that a name is most likely meant for. */
    public static Optional<String> nearest(FieldCatalog catalog, String name) {
        return NearestName.of(
                        name,
                        catalog.all().stream()
                                .flatMap(field -> Stream.of(field.label(), field.apiName()))
                                .toList())
                .flatMap(catalog::find)
                .map(Field::label);
    }
}
