package heed.imports.table;

import heed.imports.table.JsonRow.JsonCell;
import heed.imports.table.JsonRow.Kind;
import heed.imports.text.InvalidImportException;
import heed.model.text.NumberText;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the rows of a JSON Lines file, one object on each line, or the objects of a JSON array. Blank lines are skipped. A
 * text instead of an object has a problem, and is a cell without a name.
 */
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
    private @Nullable JsonParser array;

    public JsonRowReader(Reader text) {
        this.text = text;
    }

    /**
     * Returns the next row; empty at the end.
     *
     * @throws InvalidImportException if an array is not valid JSON
     */
    public Optional<JsonRow> next() throws IOException {
        if (array == null && line == 0 && startsArray()) {
            array = FACTORY.createParser(ObjectReadContext.empty(), new StartedReader(buffer, position, end, text));
            JsonToken unusedStart = array.nextToken();
        }
        return array == null ? nextLine() : nextElement(array);
    }

    /** Fills the buffer, and tests whether its first character that is not white space begins an array. */
    private boolean startsArray() throws IOException {
        if (position == end) {
            end = Math.max(0, text.read(buffer));
            position = 0;
        }
        int first = position;
        while (first < end && Character.isWhitespace(buffer[first])) {
            first++;
        }
        return first < end && buffer[first] == '[';
    }

    private static Optional<JsonRow> nextElement(JsonParser parser) {
        try {
            JsonToken token = parser.nextToken();
            while (token == JsonToken.END_ARRAY) { // one array may follow another
                token = parser.nextToken() == null ? null : parser.nextToken();
            }
            if (token == null) {
                return Optional.empty();
            }
            long elementLine = parser.currentTokenLocation().getLineNr();
            List<JsonCell> cells = new ArrayList<>();
            Optional<String> problem = readElement(parser, token, cells);
            return Optional.of(new JsonRow(elementLine, describe(cells), cells, problem));
        } catch (JacksonException invalidJson) {
            throw new InvalidImportException(
                    "json",
                    "line " + invalidJson.getLocation().getLineNr() + " of the JSON array is not valid JSON: "
                            + invalidJson
                                    .getOriginalMessage()
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
    }

    /** Adds the cells of a value whose first token has been read, and returns what is wrong with it. */
    private static Optional<String> readElement(JsonParser parser, @Nullable JsonToken token, List<JsonCell> cells) {
        if (token == JsonToken.START_OBJECT) {
            readObject(parser, "", cells);
            return Optional.empty();
        } else if (token == JsonToken.START_ARRAY) {
            cells.add(readList(parser, ""));
        } else if (token == JsonToken.VALUE_STRING) {
            cells.add(new JsonCell("", Kind.TEXT, List.of(parser.getString())));
        }
        return Optional.of("is not a JSON object");
    }

    /** Returns the text by which a reject file shows an element of an array. */
    private static String describe(List<JsonCell> cells) {
        return cells.stream()
                .map(cell -> cell.name().isEmpty() ? cell.text() : cell.name() + ": " + cell.text())
                .collect(Collectors.joining(", "));
    }

    private Optional<JsonRow> nextLine() throws IOException {
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
            Optional<String> problem = readElement(parser, parser.nextToken(), cells);
            if (problem.isPresent()) {
                return problem;
            }
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

    /** A reader whose first characters have been read before. */
    private static final class StartedReader extends Reader {
        private final char[] start;
        private int position;
        private final Reader rest;

        StartedReader(char[] buffer, int from, int to, Reader rest) {
            this.start = Arrays.copyOfRange(buffer, from, to);
            this.rest = rest;
        }

        @Override
        public int read(char[] chars, int offset, int count) throws IOException {
            if (position == start.length) {
                return rest.read(chars, offset, count);
            }
            int read = Math.min(count, start.length - position);
            System.arraycopy(start, position, chars, offset, read);
            position += read;
            return read;
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }
}
