package heed.imports.format;

import heed.imports.text.InvalidImportException;
import heed.model.field.TextKey;
import heed.model.field.ValueType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The formats that a command names: of all columns, or of one. Immutable. */
public final class FormatOptions {
    /** No format is named. */
    public static final FormatOptions NONE = new FormatOptions(List.of(), List.of(), List.of());

    private static final String ALL_COLUMNS = "";

    /** The named formats by the key of their column. */
    private final Map<FormatOption, Map<String, ColumnFormat>> named = new EnumMap<>(FormatOption.class);
    /** The columns as they were typed, by their keys. */
    private final Map<String, String> typedColumns = new HashMap<>();

    /**
     * Reads the values of the options, each {@code FORMAT} or {@code COLUMN=FORMAT}.
     *
     * @throws InvalidImportException if a value is no format, or is given twice for the same column
     */
    public FormatOptions(List<String> dateFormats, List<String> decimals, List<String> tagSeparators) {
        for (String value : dateFormats) {
            add(FormatOption.DATE_FORMAT, value, format -> ColumnFormat.STANDARD.withDates(DateFormat.parse(format)));
        }
        for (String value : decimals) {
            add(FormatOption.DECIMAL, value, format -> ColumnFormat.STANDARD.withDecimal(DecimalMark.parse(format)));
        }
        for (String value : tagSeparators) {
            add(
                    FormatOption.TAG_SEPARATOR,
                    value,
                    format -> ColumnFormat.STANDARD.withTags(TagSeparator.parse(format)));
        }
    }

    private interface Parser {
        ColumnFormat parse(String format);
    }

    private void add(FormatOption option, String value, Parser parser) {
        int at = value.lastIndexOf('=');
        String column = at < 0 ? "" : value.substring(0, at);
        String key = TextKey.of(column);
        typedColumns.put(key, column);
        ColumnFormat other =
                named.computeIfAbsent(option, all -> new HashMap<>()).put(key, parser.parse(value.substring(at + 1)));
        if (other != null) {
            throw new InvalidImportException(
                    option.id(),
                    option.flag() + " is given twice for "
                            + (key.isEmpty() ? "all columns" : "the column \"" + column + "\""));
        }
    }

    /** Returns the format that is named for a column; that of the column goes before that of all columns. */
    public Optional<ColumnFormat> find(String column, ValueType type) {
        Map<String, ColumnFormat> formats = FormatOption.of(type)
                .flatMap(option -> Optional.ofNullable(named.get(option)))
                .orElse(Map.of());
        return Optional.ofNullable(formats.get(TextKey.of(column)))
                .or(() -> Optional.ofNullable(formats.get(ALL_COLUMNS)));
    }

    /** Returns the first column, in alphabetical order, that an option names and that is none of these columns. */
    public Optional<String> findMissing(Collection<String> columns) {
        Set<String> present = columns.stream().map(TextKey::of).collect(Collectors.toSet());
        return typedColumns.entrySet().stream()
                .filter(column -> !column.getKey().isEmpty() && !present.contains(column.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst();
    }
}
