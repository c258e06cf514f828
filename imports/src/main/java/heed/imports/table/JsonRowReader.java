package heed.imports.table;

import heed.imports.table.JsonRow.JsonCell;
import heed.imports.table.JsonRow.Kind;
import heed.model.text.NumberText;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads the rows of a JSON Lines file: one object on each line. Blank lines are skipped. */
public final class JsonRowReader implements AutoCloseable {
    private static final int MAX_LINE_LENGTH = 1 << 20;
    private static final int MAX_SHOWN = 1_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(CsvRowReader.MAX_CELL_LENGTH)
                    .build())
            .build();

    private final Reader text;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int end;
    private long line;

    public JsonRowReader(Reader text) {
        this.text = text;
    }

    /** Returns the next row; empty at the end. */
    public Optional<JsonRow> next() throws IOException {
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

    private JsonRow parse(StringBuilder row) {
        boolean isTooLong = row.length() > MAX_LINE_LENGTH;
        String json = row.toString().strip();
        List<JsonCell> cells = new ArrayList<>();
        Optional<String> problem = parse(json, cells);
        return isTooLong
                ? new JsonRow(
                        line,
                        row.substring(0, MAX_SHOWN),
                        cells,
                        Optional.of("is longer than " + NumberText.formatNumber(MAX_LINE_LENGTH)
                                + " characters; it is cut here"))
                : new JsonRow(line, json, cells, problem);
    }

    /** Adds the values of an object to the cells, and returns what is wrong with it. */
    private static Optional<String> parse(String json, List<JsonCell> cells) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.of("is not a JSON object");
            }
            readObject(parser, "", cells);
            return parser.nextToken() == null ? Optional.empty() : Optional.of("has text after its JSON object");
        } catch (JacksonException invalidJson) {
            return Optional.of("is not valid JSON: "
                    + invalidJson.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static void readObject(JsonParser parser, String prefix, List<JsonCell> cells) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String path = prefix + name;
            switch (parser.nextToken()) {
                case VALUE_NULL -> cells.add(new JsonCell(path, Kind.NULL, List.of()));
                case START_OBJECT -> {
                    cells.add(new JsonCell(path, Kind.OBJECT, List.of()));
                    readObject(parser, path + ".", cells);
                }
                case START_ARRAY -> cells.add(readList(parser, path));
                default -> cells.add(new JsonCell(path, Kind.TEXT, List.of(parser.getString())));
            }
        }
    }

    private static JsonCell readList(JsonParser parser, String path) {
        List<String> texts = new ArrayList<>();
        boolean onlyTexts = true;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                break;
            }
            if (token.isStructStart()) {
                depth++;
                onlyTexts = false;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isScalarValue()) {
                onlyTexts &= token == JsonToken.VALUE_STRING;
                texts.add(parser.getString());
            }
        }
        return new JsonCell(path, onlyTexts ? Kind.TEXTS : Kind.LIST, texts);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
