package heed.cli.files;

import heed.cli.accounts.FieldNames;
import heed.cli.console.Failure;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.TextKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which field a column's name means: as {@code --map} says, else the field's label or API name. */
final class ColumnNames {
    private final FieldCatalog catalog;
    private final Map<String, Field> told = new LinkedHashMap<>();

    /** @param maps "CSV column=Field", each */
    ColumnNames(FieldCatalog catalog, List<String> maps) {
        this.catalog = catalog;
        maps.forEach(this::tell);
    }

    /** Column names and labels may have equals signs of their own: the last sign before a field's name counts. */
    private void tell(String map) {
        for (int at = map.lastIndexOf('='); at > 0; at = map.lastIndexOf('=', at - 1)) {
            Optional<Field> field = catalog.find(map.substring(at + 1));
            String column = TextKey.of(map.substring(0, at));
            if (field.isPresent() && !column.isEmpty()) {
                if (told.put(column, field.get()) != null) {
                    throw Failure.invalid("map", "--map names the column \"" + map.substring(0, at) + "\" twice");
                }
                return;
            }
        }
        int at = map.lastIndexOf('=');
        throw Failure.invalid(
                "map",
                at <= 0 || at == map.length() - 1
                        ? "--map \"" + map + "\" is not of the form \"CSV column=Field\""
                        : FieldNames.unknown(catalog, map.substring(at + 1)) + " (in --map \"" + map + "\")");
    }

    Optional<Field> find(String column) {
        String name = Formula.restore(column);
        Field field = told.get(TextKey.of(name));
        if (field != null) {
            return Optional.of(field);
        }
        return catalog.find(name).filter(found -> !told.containsValue(found));
    }

    /** The first column that {@code --map} names and the file has not. */
    Optional<String> missing(Collection<String> columns) {
        Set<String> present = columns.stream()
                .map(column -> TextKey.of(Formula.restore(column)))
                .collect(Collectors.toSet());
        return told.keySet().stream()
                .filter(column -> !present.contains(column))
                .findFirst();
    }
}
