package heed.imports.columns;

import heed.imports.columns.ColumnMatch.Kind;
import heed.imports.table.CsvLayout.HeaderCell;
import heed.imports.table.FormulaEscaping;
import heed.imports.text.InvalidImportException;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Matches the columns of a file to fields: by what the user said, else by a field's label or API name, else by the
 * known words for Email, Email Opt Out and Bounced ({@link HeaderWords}) and for other fields ({@link FieldWords}).
 */
public final class ColumnMapping {
    private static final String REVERSED = "not ";
    private static final String OTHER = "other ";

    private final FieldCatalog catalog;
    private final Optional<Field> onlyField;
    private final Map<String, Target> explicitMappings = new LinkedHashMap<>();
    private final Map<String, String> ignored = new LinkedHashMap<>();
    /** The names of the mapped columns as they were typed, by the key of {@link #explicitMappings}. */
    private final Map<String, String> typedColumns = new LinkedHashMap<>();

    /**
     * What the user says that a column is.
     *
     * @param reversed whether a Yes of the column is a No of the field
     * @param other whether the column has other addresses of the person
     */
    private record Target(Field field, boolean reversed, boolean other) {
        Kind kind() {
            return other ? Kind.OTHER_EMAIL : Kind.MAPPED;
        }
    }

    private ColumnMapping(
            FieldCatalog catalog, Optional<Field> onlyField, List<String> mappings, List<String> ignoredColumns) {
        this.catalog = catalog;
        this.onlyField = onlyField;
        ignoredColumns.forEach(column -> ignored.put(TextKey.of(column), column));
        mappings.forEach(this::addMapping);
    }

    /**
     * Creates a mapping.
     *
     * @param mappings each {@code COLUMN=FIELD}; {@code COLUMN=not FIELD} reads a Yes of the column as a No of a flag,
     *     and {@code COLUMN=other Email} has other addresses of the person
     * @param ignoredColumns the names of the columns that are not imported
     * @throws InvalidImportException if one has another form, or names a column a second time
     * @throws UnknownFieldException if one names an unknown field
     */
    public ColumnMapping(FieldCatalog catalog, List<String> mappings, List<String> ignoredColumns) {
        this(catalog, Optional.empty(), mappings, ignoredColumns);
    }

    /**
     * Returns the mapping of a file of which only one field is read.
     *
     * @param mappings each {@code COLUMN=FIELD} with this field
     * @throws InvalidImportException if one has another form or another field, or names a column a second time
     */
    public static ColumnMapping toField(FieldCatalog catalog, Field field, List<String> mappings) {
        return new ColumnMapping(catalog, Optional.of(field), mappings, List.of());
    }

    /**
     * Column names and labels may contain equals signs: the last sign that a field's name follows separates the two.
     */
    private void addMapping(String mapping) {
        for (int at = mapping.lastIndexOf('='); at > 0; at = mapping.lastIndexOf('=', at - 1)) {
            Optional<Target> target = findTarget(mapping.substring(at + 1));
            String column = TextKey.of(mapping.substring(0, at));
            if (target.isPresent() && !column.isEmpty()) {
                addMapping(mapping, mapping.substring(0, at), target.get());
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

    private Optional<Target> findTarget(String name) {
        Optional<Field> field = catalog.find(name);
        String clean = TextKey.clean(name);
        String lower = clean.toLowerCase(Locale.ROOT);
        if (field.isEmpty() && lower.startsWith(REVERSED)) {
            return catalog.find(clean.substring(REVERSED.length()))
                    .filter(Field::isFlag)
                    .map(flag -> new Target(flag, true, false));
        } else if (field.isEmpty() && onlyField.isEmpty() && lower.startsWith(OTHER)) {
            return catalog.find(clean.substring(OTHER.length()))
                    .filter(StandardFields.EMAIL::equals)
                    .map(email -> new Target(email, false, true));
        }
        return field.map(found -> new Target(found, false, false));
    }

    private void addMapping(String mapping, String typedColumn, Target target) {
        onlyField.filter(only -> !only.equals(target.field)).ifPresent(only -> {
            throw new InvalidImportException("map", "--map \"" + mapping + "\": " + onlyFieldMessage(only));
        });
        String column = TextKey.of(typedColumn);
        if (explicitMappings.put(column, target) != null) {
            throw new InvalidImportException("map", "--map names the column \"" + typedColumn + "\" twice");
        }
        if (ignored.containsKey(column)) {
            throw new InvalidImportException(
                    "map", "--map and --ignore both name the column \"" + typedColumn + "\"; remove one of them");
        }
        typedColumns.put(column, typedColumn);
    }

    private static String onlyFieldMessage(Field only) {
        return "only the field " + only.label() + " is read from this file; write \"COLUMN=" + only.label() + "\"";
    }

    /** Returns what the column with a name is. */
    public ColumnMatch match(String column) {
        String name = FormulaEscaping.unescape(column);
        String key = TextKey.of(name);
        HeaderMeaning meaning = HeaderWords.meaning(name);
        Target target = explicitMappings.get(key);
        if (target != null) {
            Optional<Field> field = target.other ? Optional.empty() : Optional.of(target.field);
            return new ColumnMatch(target.kind(), field, target.reversed, meaning);
        } else if (ignored.containsKey(key)) {
            return new ColumnMatch(Kind.IGNORED, Optional.empty(), false, meaning);
        }
        Optional<Field> named = catalog.find(name).filter(this::isFree);
        if (named.isPresent()) {
            return new ColumnMatch(Kind.NAMED, named, false, meaning);
        }
        if (meaning == HeaderMeaning.OTHER_EMAIL) {
            return new ColumnMatch(Kind.OTHER_EMAIL, Optional.empty(), false, meaning);
        }
        Optional<Field> known =
                meaning.field().or(() -> findByWord(name, meaning)).filter(this::isFree);
        return new ColumnMatch(known.isPresent() ? Kind.KNOWN_WORD : Kind.UNMATCHED, known, false, meaning);
    }

    private Optional<Field> findByWord(String name, HeaderMeaning meaning) {
        return meaning == HeaderMeaning.NONE && onlyField.isEmpty() ? FieldWords.find(catalog, name) : Optional.empty();
    }

    /** Returns how the name of a column counts in a header. */
    public HeaderCell kindOf(String column) {
        ColumnMatch match = match(column);
        if (match.kind() != Kind.UNMATCHED) {
            return HeaderCell.NAMES_FIELD;
        }
        return switch (match.meaning()) {
            case EMAIL, OTHER_EMAIL, EMAIL_OPT_OUT, BOUNCED, YES, STATES -> HeaderCell.NAMES_FIELD;
            case PROBABLY_NO, PROBABLY_YES, PERHAPS -> HeaderCell.HAS_KNOWN_PART;
            case NONE -> HeaderCell.OTHER;
        };
    }

    /** A column that the user names for a field replaces one with the field's name, except for a flag: either counts. */
    private boolean isFree(Field field) {
        return field.isFlag()
                || explicitMappings.values().stream().noneMatch(target -> target.field.equals(field) && !target.other);
    }

    /** Returns the field of a column by its name; empty if it has none. */
    public Optional<Field> find(String column) {
        return match(column).field();
    }

    /** Returns the first column that the user names and the file does not have, as it was typed. */
    public Optional<String> findMissing(Collection<String> columns) {
        Set<String> present = columns.stream()
                .map(column -> TextKey.of(FormulaEscaping.unescape(column)))
                .collect(Collectors.toSet());
        return Stream.of(typedColumns, ignored)
                .flatMap(named -> named.entrySet().stream())
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
