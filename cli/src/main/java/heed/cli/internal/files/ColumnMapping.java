package heed.cli.internal.files;

import heed.cli.internal.account.FieldLookup;
import heed.cli.internal.console.GlobalOptions;
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

/** Maps the columns of a file to fields: by {@code --map}, else by the field's label or API name. */
public final class ColumnMapping {
    private final FieldCatalog catalog;
    private final Optional<Field> onlyField;
    private final GlobalOptions options;
    private final Map<String, Field> explicitMappings = new LinkedHashMap<>();
    /** The names of the mapped columns as they were typed, by the key of {@link #explicitMappings}. */
    private final Map<String, String> typedColumns = new LinkedHashMap<>();

    private ColumnMapping(
            FieldCatalog catalog, Optional<Field> onlyField, List<String> mappings, GlobalOptions options) {
        this.catalog = catalog;
        this.onlyField = onlyField;
        this.options = options;
        mappings.forEach(this::addMapping);
    }

    /**
     * @param mappings each {@code COLUMN=FIELD}
     * @param options the options of the command, which a suggested command repeats
     * @throws CommandException if one has another form, names an unknown field, or names a column a second time
     */
    public ColumnMapping(FieldCatalog catalog, List<String> mappings, GlobalOptions options) {
        this(catalog, Optional.empty(), mappings, options);
    }

    /**
     * Returns the mapping of a file of which only one field is read.
     *
     * @param mappings each {@code COLUMN=FIELD} with this field
     * @param options the options of the command, which a suggested command repeats
     * @throws CommandException if one has another form or another field, or names a column a second time
     */
    public static ColumnMapping toField(
            FieldCatalog catalog, Field field, List<String> mappings, GlobalOptions options) {
        return new ColumnMapping(catalog, Optional.of(field), mappings, options);
    }

    /**
     * Column names and labels may contain equals signs: the last sign that a field's name follows separates the two.
     */
    private void addMapping(String mapping) {
        for (int at = mapping.lastIndexOf('='); at > 0; at = mapping.lastIndexOf('=', at - 1)) {
            Optional<Field> field = catalog.find(mapping.substring(at + 1));
            String column = TextKey.of(mapping.substring(0, at));
            if (field.isPresent() && !column.isEmpty()) {
                requireAllowed(field.get(), mapping);
                if (explicitMappings.put(column, field.get()) != null) {
                    throw CommandException.invalid(
                            "map", "--map names the column \"" + mapping.substring(0, at) + "\" twice");
                }
                typedColumns.put(column, mapping.substring(0, at));
                return;
            }
        }
        int at = mapping.lastIndexOf('=');
        throw CommandException.invalid(
                "map",
                at <= 0 || at == mapping.length() - 1
                        ? "--map \"" + mapping + "\" is not of the form \"COLUMN="
                                + onlyField.map(Field::label).orElse("FIELD") + "\""
                        : "--map \"" + mapping + "\": "
                                + onlyField
                                        .map(ColumnMapping::onlyFieldMessage)
                                        .orElseGet(() -> FieldLookup.unknownMessage(
                                                catalog, mapping.substring(at + 1), options)));
    }

    private void requireAllowed(Field field, String mapping) {
        onlyField.filter(only -> !only.equals(field)).ifPresent(only -> {
            throw CommandException.invalid("map", "--map \"" + mapping + "\": " + onlyFieldMessage(only));
        });
    }

    private static String onlyFieldMessage(Field only) {
        return "only the field " + only.label() + " is read from this file; write \"COLUMN=" + only.label() + "\"";
    }

    /** Returns the field of a column; empty if no field has its name, or if --map gives that field another column. */
    Optional<Field> find(String column) {
        String name = FormulaEscaping.unescape(column);
        Field field = explicitMappings.get(TextKey.of(name));
        if (field != null) {
            return Optional.of(field);
        }
        return catalog.find(name).filter(found -> !explicitMappings.containsValue(found));
    }

    /** Returns the first column that {@code --map} names and the file does not have, as it was typed. */
    Optional<String> findMissing(Collection<String> columns) {
        Set<String> present = columns.stream()
                .map(column -> TextKey.of(FormulaEscaping.unescape(column)))
                .collect(Collectors.toSet());
        return typedColumns.entrySet().stream()
                .filter(column -> !present.contains(column.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
