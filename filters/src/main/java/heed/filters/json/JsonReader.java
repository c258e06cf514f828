package heed.filters.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads strict JSON (RFC 8259) into a tree with source locations. Every input gives a tree or problems. The reader
 * accepts at most 4 MB, 64 levels, 500,000 values, texts of 10,000 characters, long texts of 500,000 characters, and numbers and
 * property names of 200 characters.
 */
public final class JsonReader {
    static final int MAX_DEPTH = 64;
    static final int MAX_VALUES = 500_000;
    static final int MAX_TEXT_LENGTH = 10_000;
    /** The length in Unicode characters of the longest long text. */
    public static final int MAX_LONG_TEXT_LENGTH = 500_000;

    static final int MAX_NAME_LENGTH = 200;
    static final int MAX_NUMBER_LENGTH = 200;

    // The parser's limits are wider than the reader's, because only the reader's are reported with a location.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(SourceText.MAX_BYTES)
                    .maxNameLength(SourceText.MAX_BYTES)
                    .build())
            .build();

    private final Problems problems;
    private final Set<String> longTexts;
    private final String json;
    private final int start;
    private final JsonParser parser;
    private int valueCount;
    // The last location. Locations are computed from the start of the file to its end, so that each character is
    // counted once.
    private int offset;
    private int line = 1;
    private int column = 1;

    private JsonReader(Problems problems, Set<String> longTexts) {
        this.problems = problems;
        this.longTexts = longTexts;
        this.json = problems.source().text();
        this.start = problems.source().jsonStart();
        this.offset = start;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), json.substring(start));
    }

    /**
     * Reads the source of the problems. Returns empty and reports a problem if the source cannot be read completely.
     */
    public static Optional<JsonTree> read(Problems problems) {
        return read(problems, Set.of());
    }

    /**
     * Reads the source of the problems, like {@link #read(Problems)}.
     *
     * @param longTexts the names of the properties whose texts may have {@value #MAX_LONG_TEXT_LENGTH} characters
     */
    public static Optional<JsonTree> read(Problems problems, Set<String> longTexts) {
        SourceText source = problems.source();
        if (source.isTooLarge()) {
            problems.add(SourceLocation.START, ProblemCode.TOO_LARGE, "the file is larger than 4 MB");
            return Optional.empty();
        }
        int damagedOffset = source.text().indexOf('\uFFFD');
        if (damagedOffset >= 0) {
            JsonReader reader = new JsonReader(problems, longTexts);
            problems.add(
                    reader.locate(null, "", damagedOffset),
                    ProblemCode.NOT_UTF_8,
                    "this character is not UTF-8; save the file in UTF-8");
            return Optional.empty();
        }
        if (source.text().substring(source.jsonStart()).isBlank()) {
            problems.add(SourceLocation.START, ProblemCode.NOT_JSON, "the file is empty");
            return Optional.empty();
        }
        return new JsonReader(problems, longTexts).readDocument();
    }

    private Optional<JsonTree> readDocument() {
        try (parser) {
            parser.nextToken();
            JsonTree tree = readValue(locate(null, "", tokenOffset()), 1, MAX_TEXT_LENGTH);
            if (parser.nextToken() != null) {
                throw new UnreadableJsonException(
                        locate(null, "", tokenOffset()), ProblemCode.NOT_JSON, JsonSyntaxError.TRAILING_CONTENT);
            }
            return Optional.of(tree);
        } catch (UnreadableJsonException unreadable) {
            problems.add(unreadable.location, unreadable.code, unreadable.message);
        } catch (JacksonException notJson) {
            TokenStreamLocation parserLocation = notJson.getLocation();
            int errorOffset =
                    parserLocation == null ? json.length() : start + (int) Math.max(0, parserLocation.getCharOffset());
            JsonSyntaxError error = JsonSyntaxError.diagnose(json, start, Math.min(errorOffset, json.length()));
            JsonReader locator = new JsonReader(problems, longTexts); // the error may be before the last location
            problems.add(locator.locate(null, "", error.offset()), ProblemCode.NOT_JSON, error.message());
        }
        return Optional.empty();
    }

    private JsonTree readValue(SourceLocation location, int depth, int maxTextLength) {
        if (++valueCount > MAX_VALUES) {
            throw new UnreadableJsonException(location, ProblemCode.TOO_LARGE, "the file has more than 500,000 values");
        }
        JsonToken token = parser.currentToken();
        if (depth > MAX_DEPTH && token.isStructStart()) {
            throw new UnreadableJsonException(
                    location, ProblemCode.TOO_DEEP, "this is nested more than " + MAX_DEPTH + " deep");
        }
        return switch (token) {
            case START_OBJECT -> readObject(location, depth);
            case START_ARRAY -> readArray(location, depth);
            case VALUE_STRING ->
                new JsonTree.StringNode(location, checkText(location, parser.getString(), "text", maxTextLength));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new JsonTree.NumberNode(location, readNumber(location, parser.getString()));
            case VALUE_TRUE -> new JsonTree.BooleanNode(location, true);
            case VALUE_FALSE -> new JsonTree.BooleanNode(location, false);
            case VALUE_NULL -> new JsonTree.NullNode(location);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("a value begins with " + token);
        };
    }

    private JsonTree readObject(SourceLocation location, int depth) {
        Map<String, JsonTree.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String rawName = parser.currentName();
            int nameOffset = tokenOffset();
            String name = rawName.length() > MAX_NAME_LENGTH ? rawName.substring(0, MAX_NAME_LENGTH) : rawName;
            SourceLocation nameLocation = locate(location, name, nameOffset);
            checkText(nameLocation, rawName, "the name of a property", MAX_NAME_LENGTH);
            parser.nextToken();
            int maxTextLength = longTexts.contains(name) ? MAX_LONG_TEXT_LENGTH : MAX_TEXT_LENGTH;
            JsonTree value = readValue(locate(location, name, tokenOffset()), depth + 1, maxTextLength);
            JsonTree.Member previous = members.putIfAbsent(name, new JsonTree.Member(nameLocation, value));
            if (previous != null) {
                problems.add(
                        nameLocation,
                        ProblemCode.DUPLICATE_PROPERTY,
                        QuotedText.of(name) + " occurs twice, first in line "
                                + previous.nameLocation().line());
            }
        }
        return new JsonTree.ObjectNode(location, members);
    }

    private JsonTree readArray(SourceLocation location, int depth) {
        List<JsonTree> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(
                    locate(location, Integer.toString(elements.size()), tokenOffset()), depth + 1, MAX_TEXT_LENGTH));
        }
        return new JsonTree.ArrayNode(location, elements);
    }

    private String checkText(SourceLocation location, String text, String subject, int maxLength) {
        if (text.length() > maxLength && text.codePointCount(0, text.length()) > maxLength) {
            problems.add(
                    location,
                    ProblemCode.TOO_LARGE,
                    String.format(Locale.ROOT, "%s is longer than %,d characters", subject, maxLength));
            return text.substring(0, text.offsetByCodePoints(0, maxLength));
        }
        if (text.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            problems.add(
                    location, ProblemCode.BAD_TEXT, subject + " cannot contain U+0000 or half of a surrogate pair");
        }
        return text;
    }

    private BigDecimal readNumber(SourceLocation location, String digits) {
        if (digits.length() > MAX_NUMBER_LENGTH) {
            problems.add(location, ProblemCode.TOO_LARGE, "a number is longer than " + MAX_NUMBER_LENGTH + " digits");
            return BigDecimal.ZERO;
        }
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException exponentOutOfRange) {
            problems.add(location, ProblemCode.WRONG_VALUE, digits + " is out of the range of numbers");
            return BigDecimal.ZERO;
        }
    }

    private int tokenOffset() {
        return start + (int) parser.currentTokenLocation().getCharOffset();
    }

    private SourceLocation locate(@Nullable SourceLocation parent, String token, int targetOffset) {
        for (; offset < targetOffset; offset++) {
            char c = json.charAt(offset);
            if (c == '\n' || (c == '\r' && !(offset + 1 < json.length() && json.charAt(offset + 1) == '\n'))) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return parent == null
                ? SourceLocation.root(targetOffset, line, column)
                : parent.child(token, targetOffset, line, column);
    }

    /** Thrown for a problem that ends the reading of the file. */
    private static final class UnreadableJsonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SourceLocation location;
        private final ProblemCode code;
        private final String message;

        UnreadableJsonException(SourceLocation location, ProblemCode code, String message) {
            super(message, null, false, false);
            this.location = location;
            this.code = code;
            this.message = message;
        }
    }
}
