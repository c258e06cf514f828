package heed.cli.internal.files;

import heed.cli.internal.account.FieldLookup;
import heed.cli.process.CommandException;
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
public final class ColumnMapping {
    private final FieldCatalog catalog;
    private final Map<String, Field> explicitMappings = new LinkedHashMap<>();

    /** @param mappings "CSV column=Field", each */
    public ColumnMapping(FieldCatalog catalog, List<String> mappings) {
        this.catalog = catalog;
        mappings.forEach(this::addMapping);
    }

    /** Column names and labels may have equals signs of their own: the last sign before a field's name counts. */
    private void addMapping(String mapping) {
        for (int at = mapping.lastIndexOf('='); at > 0; at = mapping.lastIndexOf('=', at - 1)) {
            Optional<Field> field = catalog.find(mapping.substring(at + 1));
            String column = TextKey.of(mapping.substring(0, at));
            if (field.isPresent() && !column.isEmpty()) {
                if (explicitMappings.put(column, field.get()) != null) {
                    throw CommandException.invalid(
                            "map", "--map names the column \"" + mapping.substring(0, at) + "\" twice");
                }
                return;
            }
        }
        int at = mapping.lastIndexOf('=');
        throw CommandException.invalid(
                "map",
                at <= 0 || at == mapping.length() - 1
                        ? "--map \"" + mapping + "\" is not of the form \"CSV column=Field\""
                        : FieldLookup.unknownMessage(catalog, mapping.substring(at + 1)) + " (in --map \"" + mapping
                                + "\")");
    }

    Optional<Field> find(String column) {
        String name = FormulaEscaping.unescape(column);
        Field field = explicitMappings.get(TextKey.of(name));
        if (field != null) {
            return Optional.of(field);
        }
        return catalog.find(name).filter(found -> !explicitMappings.containsValue(found));
    }

    /** The first column that {@code --map} names and the file has not. */
    Optional<String> findMissing(Collection<String> columns) {
        Set<String> present = columns.stream()
                .map(column -> TextKey.of(FormulaEscaping.unescape(column)))
                .collect(Collectors.toSet());
        return explicitMappings.keySet().stream()
                .filter(column -> !present.contains(column))
                .findFirst();
    }
}
