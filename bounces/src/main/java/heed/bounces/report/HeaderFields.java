package heed.bounces.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Header fields, or the fields of a report, in their order. Names are in lower case, values unfolded. Immutable.
 */
record HeaderFields(List<HeaderField> fields) {
    static final HeaderFields NONE = new HeaderFields(List.of());

    /** A field: {@code subject}, {@code Returned mail}. */
    record HeaderField(String name, String value) {}

    HeaderFields {
        fields = List.copyOf(fields);
    }

    /** Reads lines up to the first that cannot be a field; folded lines belong to the field before them. */
    static HeaderFields parse(List<String> lines) {
        List<HeaderField> fields = new ArrayList<>();
        String name = "";
        StringBuilder value = new StringBuilder();
        for (String line : lines) {
            boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && !name.isEmpty()) {
                value.append(' ').append(line.strip());
                continue;
            }
            int colon = colonIndex(line);
            if (!name.isEmpty()) {
                fields.add(new HeaderField(name, value.toString().strip()));
                name = "";
            }
            if (colon > 0) {
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                value.setLength(0);
                value.append(line.substring(colon + 1).strip());
            } else if (!line.startsWith("From ") && !line.startsWith(">From ")) {
                break;
            }
        }
        if (!name.isEmpty()) {
            fields.add(new HeaderField(name, value.toString().strip()));
        }
        return new HeaderFields(fields);
    }

    /** Where the colon after a field's name is; 0 or less if the line starts with no name. */
    static int colonIndex(String line) {
        int at = 0;
        while (at < line.length() && at < 80) {
            char c = line.charAt(at);
            if (c == ':') {
                return at;
            }
            if (c <= ' ' || c >= 0x7f) {
                return line.substring(at).stripLeading().startsWith(":") ? line.indexOf(':', at) : -1;
            }
            at++;
        }
        return -1;
    }

    Optional<String> findFirst(String name) {
        for (HeaderField field : fields) {
            if (field.name.equals(name)) {
                return Optional.of(field.value);
            }
        }
        return Optional.empty();
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(HeaderField::value)
                .toList();
    }

    /** The value in lower case; empty if there is none. */
    String lowerCaseValue(String name) {
        return findFirst(name).orElse("").toLowerCase(Locale.ROOT);
    }
}
