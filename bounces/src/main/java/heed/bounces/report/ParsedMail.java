package heed.bounces.report;

import java.util.List;
import java.util.Optional;

/**
 * A message, decoded and split into its parts. Immutable.
 *
 * @param parts the texts and reports of the message and of the messages enclosed in it, in their order
 * @param originals the headers of the enclosed messages
 */
record ParsedMail(HeaderFields headers, List<MailPart> parts, List<HeaderFields> originals) {

    /** The type of the text before the first part. It is the only text if the message names a wrong boundary. */
    static final String PREAMBLE = "preamble";

    /**
     * A part with readable content.
     *
     * @param type the media type, such as "text/plain", in lower case
     * @param depth the number of enclosed messages around the part; 0 for a part of the message itself
     */
    record MailPart(String type, String text, int depth) {
        /** Whether the part belongs to an enclosed message. */
        boolean isReturned() {
            return depth > 0;
        }

        /** Whether a line of the part starts with a field, such as "status:"; case and white space before it do not matter. */
        boolean hasField(String field) {
            return hasLineStartingWith(text, field);
        }

        /** Whether the part has a type, or its variant for international mail (RFC 6533). */
        boolean hasType(String other) {
            return type.equals(other) || type.equals(other.replace("message/", "message/global-"));
        }
    }

    ParsedMail {
        parts = List.copyOf(parts);
        originals = List.copyOf(originals);
    }

    /** Returns the first of {@link #parts(String)}. */
    Optional<MailPart> part(String type) {
        return parts(type).stream().findFirst();
    }

    /** Returns the text of the first part of the message itself in which a line starts with a field, such as "status:". */
    Optional<String> findTextWithField(String field) {
        return parts.stream()
                .filter(part -> !part.isReturned() && part.hasField(field))
                .map(MailPart::text)
                .findFirst();
    }

    /** Whether a line starts with a field; case and white space before it do not matter. */
    private static boolean hasLineStartingWith(String text, String field) {
        int line = 0;
        do {
            int start = line;
            while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
                start++;
            }
            if (text.regionMatches(true, start, field, 0, field.length())) {
                return true;
            }
            line = text.indexOf('\n', line) + 1;
        } while (line > 0);
        return false;
    }

    /** Returns the parts with a type at the least depth at which there are any. */
    List<MailPart> parts(String type) {
        int least = parts.stream()
                .filter(part -> part.hasType(type))
                .mapToInt(MailPart::depth)
                .min()
                .orElse(0);
        return parts.stream()
                .filter(part -> part.hasType(type) && part.depth() == least)
                .toList();
    }

    /** Returns the first enclosed message. */
    Optional<ParsedMail> enclosed() {
        return originals.stream()
                .findFirst()
                .map(first -> new ParsedMail(
                        first,
                        parts.stream()
                                .filter(MailPart::isReturned)
                                .map(part -> new MailPart(part.type(), part.text(), part.depth() - 1))
                                .toList(),
                        originals.subList(1, originals.size())));
    }

    /** Returns the headers of the first enclosed message, which is the returned mail; none if there is none. */
    HeaderFields original() {
        return originals.isEmpty() ? HeaderFields.NONE : originals.get(0);
    }
}
