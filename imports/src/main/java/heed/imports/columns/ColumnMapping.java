package heed.imports.columns;

import heed.imports.table.FormulaEscaping;
import heed.imports.text.InvalidImportException;
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
    private final Map<String, Field> explicitMappings = new LinkedHashMap<>();
    /** The names of the mapped columns as they were typed, by the key of {@link #explicitMappings}. */
    private final Map<String, String> typedColumns = new LinkedHashMap<>();

    private ColumnMapping(FieldCatalog catalog, Optional<Field> onlyField, List<String> mappings) {
        this.catalog = catalog;
        this.onlyField = onlyField;
        mappings.forEach(this::addMapping);
    }

    /**
     * @param mappings each {@code COLUMN=FIELD}
     * @throws InvalidImportException if one has another form, or names a column a second time
     * @throws UnknownFieldException if one names an unknown field
     */
    public ColumnMapping(FieldCatalog catalog, List<String> mappings) {
        this(catalog, Optional.empty(), mappings);
    }

    /**
     * Returns the mapping of a file of which only one field is read.
     *
     * @param mappings each {@code COLUMN=FIELD} with this field
     * @throws InvalidImportException if one has another form or another field, or names a column a second time
     */
    public static ColumnMapping toField(FieldCatalog catalog, Field field, List<String> mappings) {
        return new ColumnMapping(catalog, Optional.of(field), mappings);
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
                    throw new InvalidImportException(
                            "map", "--map names the column \"" + mapping.substring(0, at) + "\" twice");
                }
                typedColumns.put(column, mapping.substring(0, at));
                return;
            }
        }
        int at = mapping.lastIndexOf('=');
        if (at <= 0 || at == mapping.length() - 1) {
            throw new InvalidImportException(
                    "map",
                    "--map \"" + mapping + "\" is not of the form \"COLUMN="
                            + onlyField.map(Field::label).orElse("FIELD") + "\"");
        }
        onlyField.ifPresent(only -> {
            throw new InvalidImportException("map", "--map \"" + mapping + "\": " + onlyFieldMessage(only));
        });
        throw new UnknownFieldException(mapping, mapping.substring(at + 1));
    }

    private void requireAllowed(Field field, String mapping) {
        onlyField.filter(only -> !only.equals(field)).ifPresent(only -> {
            throw new InvalidImportException("map", "--map \"" + mapping + "\": " + onlyFieldMessage(only));
        });
    }

    private static String onlyFieldMessage(Field only) {
        return "only the field " + only.label() + " is read from this file; write \"COLUMN=" + only.label() + "\"";
    }

    /** Returns the field of a column; empty if no field has its name, or if --map gives that field another column. */
    public Optional<Field> find(String column) {
        String name = FormulaEscaping.unescape(column);
        Field field = explicitMappings.get(TextKey.of(name));
        if (field != null) {
            return Optional.of(field);
        }
        return catalog.find(name).filter(found -> !explicitMappings.containsValue(found));
    }

    /** Returns the first column that {@code --map} names and the file does not have, as it was typed. */
    public Optional<String> findMissing(Collection<String> columns) {
        Set<String> present = columns.stream()
                .map(column -> TextKey.of(FormulaEscaping.unescape(column)))
                .collect(Collectors.toSet());
        return typedColumns.entrySet().stream()
                .filter(column -> !present.contains(column.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Thrown if a mapping names a field that does not exist. */
    public static final class UnknownFieldException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String mapping;
        private final String field;

        private UnknownFieldException(String mapping, String field) {
            super("unknown field in " + mapping, null, false, false);
            this.mapping = mapping;
            this.field = field;
        }

        /** Returns the whole mapping, as it was typed. */
        public String mapping() {
            return mapping;
        }

        /** Returns the name of the field, as it was typed. */
        public String field() {
            return field;
        }
    }
}
