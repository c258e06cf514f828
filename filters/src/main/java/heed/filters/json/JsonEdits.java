package heed.filters.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;

/** Replaces properties in the text of a JSON file, and leaves the rest of the text as it is. Not thread-safe. */
public final class JsonEdits {
    private final String json;
    private final List<Edit> edits = new ArrayList<>();

    private record Edit(int start, int end, String replacement) {}

    /** @param source the text that was read as JSON */
    public JsonEdits(SourceText source) {
        this.json = source.text();
    }

    /**
     * Replaces a property by another one with a text.
     *
     * @param property the property of the source, whose value is a text
     * @param name the name of the other property
     * @throws IllegalArgumentException if the value of the property is no text
     */
    public void replace(JsonTree.Member property, String name, String text) {
        if (!(property.value() instanceof JsonTree.StringNode value)) {
            throw new IllegalArgumentException(
                    "only a text is replaced, not " + property.value().kind());
        }
        edits.add(new Edit(property.nameLocation().offset(), endOf(value), quote(name) + ": " + quote(text)));
    }

    /** Returns the offset behind the closing quote of a text. */
    private int endOf(JsonTree.StringNode text) {
        int offset = text.location().offset() + 1;
        while (json.charAt(offset) != '"') {
            offset += json.charAt(offset) == '\\' ? 2 : 1;
        }
        return offset + 1;
    }

    private static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    /** Returns the text of the source with all replacements. */
    public String apply() {
        StringBuilder edited = new StringBuilder(json);
        edits.stream()
                .sorted(Comparator.comparingInt(Edit::start).reversed())
                .forEach(edit -> edited.replace(edit.start(), edit.end(), edit.replacement()));
        return edited.toString();
    }
}
