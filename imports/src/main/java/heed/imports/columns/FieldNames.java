package heed.imports.columns;

import heed.filters.json.NearestName;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the field that a mistyped name most likely means. */
public final class FieldNames {
    private FieldNames() {}

    /** Returns the label of the field whose label or API name is most similar to a name. */
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
