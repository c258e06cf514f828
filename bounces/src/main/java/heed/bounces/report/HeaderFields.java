package heed.bounces.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The header fields of a message, or the fields of a report, in their order. Immutable. */
record HeaderFields(List<HeaderField> fields) {
    static final HeaderFields NONE = new HeaderFields(List.of());

    /**
     * A field.
     *
     * @param name such as "subject"; in lower case
     * @param value such as "Returned mail"; without line breaks
     */
    record HeaderField(String name, String value) {}

    HeaderFields {
        fields = List.copyOf(fields);
    }

    /** Parses the lines up to the first that cannot belong to a field. */
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

    /** Returns the index of the colon behind the name of a field; 0 or less if the line does not start with a name. */
    static int colonIndex(String line) {
        int at = 0;
        while (at < line.length() && at < 80) {
            char c = line.charAt(at);
            if (c == ':') {
                return at;
            }
            if (c <= ' ' || c >= 0x7f) { // a name ends here; spaces before the colon are common mistakes
                return line.substring(at).stripLeading().startsWith(":") ? line.indexOf(':', at) : -1;
            }
            at++;
        }
        return -1;
    }

    /** Returns the value of the first field with the given name. */
    Optional<String> findFirst(String name) {
        for (HeaderField field : fields) {
            if (field.name.equals(name)) {
                return Optional.of(field.value);
            }
        }
        return Optional.empty();
    }

    /** Returns the values of all fields with the given name. */
    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(HeaderField::value)
                .toList();
    }

    /** Returns the addresses in all fields with the given names, ordered by name, then by field. */
    Set<String> addresses(String... names) {
        Set<String> addresses = new LinkedHashSet<>();
        for (String name : names) {
            values(name).forEach(value -> addresses.addAll(AddressScanner.findAll(value)));
        }
        return addresses;
    }

    /** Returns the first address in the first field with the given name. */
    Optional<String> findAddress(String name) {
        return findFirst(name)
                .flatMap(value -> AddressScanner.findAll(value).stream().findFirst());
    }

    /** Returns the value of the first field with the given name, in lower case; "" if there is none. */
    String lowerCaseValue(String name) {
        return findFirst(name).orElse("").toLowerCase(Locale.ROOT);
    }
}
