package heed.imports;

import heed.filters.json.QuotedText;
import heed.imports.columns.ColumnMapping;
import heed.imports.columns.FieldValues;
import heed.imports.table.CsvRowReader;
import heed.imports.text.TextFile;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.ValueReader;
import heed.model.store.ImportRow;
import heed.model.text.NumberText;
import java.io.IOException;
import java.io.Reader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON Lines file of prospects: one object on each line. A null clears its field; an empty text leaves it unchanged,
 * as an empty CSV cell does.
 */
public final class JsonProspectFile implements ProspectFile {
    private static final int MAX_LINE_LENGTH = 1 << 20;
    private static final int MAX_NAMES = 1_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(CsvRowReader.MAX_CELL_LENGTH)
                    .build())
            .build();
    private final Reader text;
    private final ColumnMapping mapping;
    private final ZoneId zone;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int end;
    private long line;
    private final Map<String, Optional<Field>> fieldsByName = new LinkedHashMap<>();
    private final Set<String> unmapped = new LinkedHashSet<>();

    private Optional<FileRow> pendingRow = Optional.empty();

    private JsonProspectFile(Reader text, ColumnMapping mapping, ZoneId zone) {
        this.text = text;
        this.mapping = mapping;
        this.zone = zone;
    }

    /** Opens a file and reads its first row, so that {@link #mapped} knows the names in it. */
    public static JsonProspectFile open(TextFile file, ColumnMapping mapping, ZoneId zone) throws IOException {
        JsonProspectFile prospects = new JsonProspectFile(file.open(), mapping, zone);
        prospects.pendingRow = prospects.next();
        return prospects;
    }

    @Override
    public Optional<FileRow> next() throws IOException {
        if (pendingRow.isPresent()) {
            Optional<FileRow> row = pendingRow;
            pendingRow = Optional.empty();
            return row;
        }
        StringBuilder row = new StringBuilder();
        while (readLine(row)) {
            if (!row.toString().isBlank()) {
                return Optional.of(parse(row));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a line into the buffer, and of a line that is too long only one character more than allowed.
     *
     * @return false at the end of the file
     */
    private boolean readLine(StringBuilder row) throws IOException {
        row.setLength(0);
        boolean hasText = false;
        while (true) {
            if (position == end) {
                end = text.read(buffer);
                position = 0;
                if (end <= 0) {
                    end = 0;
                    line += hasText ? 1 : 0;
                    return hasText;
                }
            }
            hasText = true;
            int start = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            row.append(buffer, start, Math.min(position - start, MAX_LINE_LENGTH + 1 - row.length()));
            if (position < end) {
                position++;
                line++;
                return true;
            }
        }
    }

    private FileRow parse(StringBuilder row) {
        if (row.length() > MAX_LINE_LENGTH) {
            return rejected(
                    row.substring(0, 1_000),
                    "is longer than " + NumberText.formatNumber(MAX_LINE_LENGTH) + " characters; it is cut here");
        }
        String json = row.toString().strip();
        Map<Field, Optional<Value>> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return rejected(json, "is not a JSON object");
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                Optional<Field> field = findField(name);
                if (field.isEmpty()) {
                    parser.skipChildren();
                } else if (values.containsKey(field.get())) {
                    problems.add(field.get().label() + " occurs twice");
                    parser.skipChildren();
                } else {
                    readValue(parser, field.get(), values, problems);
                }
            }
            if (parser.nextToken() != null) {
                return rejected(json, "has text after its JSON object");
            }
        } catch (JacksonException invalidJson) {
            return rejected(
                    json,
                    "is not valid JSON: "
                            + invalidJson
                                    .getOriginalMessage()
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
        return new FileRow(
                new ImportRow(line, values),
                List.of(json),
                problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
    }

    private FileRow rejected(String json, String problem) {
        return FileRow.rejected(line, List.of(json), problem);
    }

    private Optional<Field> findField(String name) {
        Optional<Field> field = fieldsByName.get(name);
        if (field == null) {
            field = mapping.find(name);
            if (fieldsByName.size() < MAX_NAMES) {
                fieldsByName.put(name, field);
            }
        }
        if (field.isEmpty() && unmapped.size() < MAX_NAMES) {
            unmapped.add(name);
        }
        return field;
    }

    private void readValue(JsonParser parser, Field field, Map<Field, Optional<Value>> values, List<String> problems) {
        try {
            switch (parser.currentToken()) {
                case VALUE_NULL -> values.put(field, Optional.empty());
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> {
                    FieldValues.read(field, parser.getString(), zone)
                            .ifPresent(value -> values.put(field, Optional.of(value)));
                }
                case START_ARRAY -> readTags(parser, field, values, problems);
                default -> {
                    problems.add(field.label() + ": an object is not a value");
                    parser.skipChildren();
                }
            }
        } catch (ValueReader.WrongValueException invalidValue) {
            problems.add(field.label() + ": " + invalidValue.getMessage());
        }
    }

    private static void readTags(
            JsonParser parser, Field field, Map<Field, Optional<Value>> values, List<String> problems) {
        List<Value.Text> tags = new ArrayList<>();
        boolean invalid = field.type() != ValueType.TAGS;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_STRING || !FieldValues.isStorable(parser.getString())) {
                invalid = true;
                parser.skipChildren();
            } else {
                Value.Text.from(parser.getString()).ifPresent(tags::add);
            }
        }
        if (invalid) {
            problems.add(field.label()
                    + (field.type() == ValueType.TAGS
                            ? ": the list may contain only texts"
                            : ": a list is not a value"));
        } else {
            values.put(field, tags.isEmpty() ? Optional.empty() : Optional.of(new Value.Tags(tags)));
        }
    }

    @Override
    public List<String> headings() {
        return List.of("Row");
    }

    @Override
    public Map<String, Field> mapped() {
        Map<String, Field> mapped = new LinkedHashMap<>();
        fieldsByName.forEach((name, field) -> field.ifPresent(found -> mapped.put(name, found)));
        return mapped;
    }

    @Override
    public List<String> unmapped() {
        return unmapped.stream()
                .map(name -> name.isEmpty() ? QuotedText.of(name) : name)
                .toList();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
