package heed.filters.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads strict JSON (RFC 8259) into a located tree. Whatever it is given it answers with a tree or with problems: it reads
 * at most 4 MB, 64 levels, 500,000 values, texts of 10,000 characters and numbers and property names of 200.
 */
public final class JsonReader {
    static final int DEEPEST = 64;
    static final int MOST_VALUES = 500_000;
    static final int LONGEST_TEXT = 10_000;
    static final int LONGEST_NAME = 200;
    static final int LONGEST_NUMBER = 200;

    // The parser's own limits are wider: ours are told with a place.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(SourceText.MOST_BYTES)
                    .maxNameLength(SourceText.MOST_BYTES)
                    .build())
            .build();

    private final Problems problems;
    private final String json;
    private final int start;
    private final JsonParser parser;
    private int values;
    // Where the last place was: places are asked for from the start of the file to its end.
    private int offset;
    private int line = 1;
    private int column = 1;

    private JsonReader(Problems problems) {
        this.problems = problems;
        this.json = problems.source().text();
        this.start = problems.source().start();
        this.offset = start;
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), json.substring(start));
    }

    /** The tree of the problems' source; empty if it could not be read to its end, and then there is a problem. */
    public static Optional<JsonTree> read(Problems problems) {
        SourceText source = problems.source();
        Place beginning = Place.root(0, 1, 1);
        if (source.tooLarge()) {
            problems.add(beginning, ProblemCode.TOO_LARGE, "the file is larger than 4 MB");
            return Optional.empty();
        }
        int damaged = source.text().indexOf('\uFFFD');
        if (damaged >= 0) {
            JsonReader reader = new JsonReader(problems);
            problems.add(
                    reader.place(null, "", damaged),
                    ProblemCode.NOT_UTF_8,
                    "this character is not UTF-8; save the file in the encoding UTF-8");
            return Optional.empty();
        }
        if (source.text().substring(source.start()).isBlank()) {
            problems.add(beginning, ProblemCode.NOT_JSON, "the file is empty");
            return Optional.empty();
        }
        return new JsonReader(problems).whole();
    }

    private Optional<JsonTree> whole() {
        try (parser) {
            parser.nextToken();
            JsonTree tree = value(place(null, "", tokenOffset()), 1);
            if (parser.nextToken() != null) {
                throw new Refused(place(null, "", tokenOffset()), ProblemCode.NOT_JSON, NotJson.MORE);
            }
            return Optional.of(tree);
        } catch (Refused refused) {
            problems.add(refused.at, refused.code, refused.message);
        } catch (JacksonException notJson) {
            TokenStreamLocation at = notJson.getLocation();
            int wrong = at == null ? json.length() : start + (int) Math.max(0, at.getCharOffset());
            NotJson why = NotJson.at(json, start, Math.min(wrong, json.length()));
            JsonReader places = new JsonReader(problems); // the mistake may be before the last place
            problems.add(places.place(null, "", why.offset()), ProblemCode.NOT_JSON, why.message());
        }
        return Optional.empty();
    }

    private JsonTree value(Place at, int depth) {
        if (++values > MOST_VALUES) {
            throw new Refused(at, ProblemCode.TOO_LARGE, "the file holds more than 500,000 values");
        }
        JsonToken token = parser.currentToken();
        if (depth > DEEPEST && token.isStructStart()) {
            throw new Refused(at, ProblemCode.TOO_DEEP, "this is nested more than " + DEEPEST + " deep");
        }
        return switch (token) {
            case START_OBJECT -> members(at, depth);
            case START_ARRAY -> items(at, depth);
            case VALUE_STRING -> new JsonTree.Text(at, text(at, parser.getString(), "text", LONGEST_TEXT));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonTree.Numeral(at, number(at, parser.getString()));
            case VALUE_TRUE -> new JsonTree.YesNo(at, true);
            case VALUE_FALSE -> new JsonTree.YesNo(at, false);
            case VALUE_NULL -> new JsonTree.Null(at);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("a value begins with " + token);
        };
    }

    private JsonTree members(Place at, int depth) {
        Map<String, JsonTree.Member> byName = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String written = parser.currentName();
            int nameAt = tokenOffset();
            String name = written.length() > LONGEST_NAME ? written.substring(0, LONGEST_NAME) : written;
            Place namePlace = place(at, name, nameAt);
            text(namePlace, written, "the name of a property", LONGEST_NAME);
            parser.nextToken();
            JsonTree value = value(place(at, name, tokenOffset()), depth + 1);
            JsonTree.Member first = byName.putIfAbsent(name, new JsonTree.Member(namePlace, value));
            if (first != null) {
                problems.add(
                        namePlace,
                        ProblemCode.DUPLICATE_PROPERTY,
                        Quoted.of(name) + " is here twice, first in line "
                                + first.name().line());
            }
        }
        return new JsonTree.Members(at, byName);
    }

    private JsonTree items(Place at, int depth) {
        List<JsonTree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(place(at, Integer.toString(items.size()), tokenOffset()), depth + 1));
        }
        return new JsonTree.Items(at, items);
    }

    private String text(Place at, String text, String what, int longest) {
        if (text.length() > longest && text.codePointCount(0, text.length()) > longest) {
            problems.add(
                    at,
                    ProblemCode.TOO_LARGE,
                    String.format(Locale.ROOT, "%s is longer than %,d characters", what, longest));
            return text.substring(0, text.offsetByCodePoints(0, longest));
        }
        if (text.codePoints().anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            problems.add(at, ProblemCode.BAD_TEXT, what + " cannot hold U+0000 or half of a surrogate pair");
        }
        return text;
    }

    private BigDecimal number(Place at, String digits) {
        if (digits.length() > LONGEST_NUMBER) {
            problems.add(at, ProblemCode.TOO_LARGE, "a number is longer than " + LONGEST_NUMBER + " digits");
            return BigDecimal.ZERO;
        }
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException exponentOutOfRange) {
            problems.add(at, ProblemCode.WRONG_VALUE, digits + " is out of the range of numbers");
            return BigDecimal.ZERO;
        }
    }

    private int tokenOffset() {
        return start + (int) parser.currentTokenLocation().getCharOffset();
    }

    private Place place(@Nullable Place parent, String step, int at) {
        for (; offset < at; offset++) {
            char c = json.charAt(offset);
            if (c == '\n' || (c == '\r' && !(offset + 1 < json.length() && json.charAt(offset + 1) == '\n'))) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return parent == null ? Place.root(at, line, column) : parent.at(step, at, line, column);
    }

    /** What is wrong with the file as a whole, so that reading it ends. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Place at;
        private final ProblemCode code;
        private final String message;

        Refused(Place at, ProblemCode code, String message) {
            super(message, null, false, false);
            this.at = at;
            this.code = code;
            this.message = message;
        }
    }
}
