package heed.bounces.report;

import java.util.List;
import java.util.Optional;

/**
 * A message, taken apart and decoded.
 *
 * @param parts its texts and reports, in their order
 * @param originals the headers of the messages within it
 */
record ParsedMail(HeaderFields headers, List<MailPart> parts, List<HeaderFields> originals) {

    /** The type of what stands before the first part: all there is if the boundary is wrong. */
    static final String PREAMBLE = "preamble";

    /**
     * A part of readable content.
     *
     * @param type such as "text/plain", in lower case
     * @param depth how many messages within the message it is in
     */
    record MailPart(String type, String text, int depth) {
        /** Whether it is of a message within the message. */
        boolean isReturned() {
            return depth > 0;
        }

        boolean hasType(String other) {
            return type.equals(other) || type.equals(other.replace("message/", "message/global-"));
        }
    }

    ParsedMail {
        parts = List.copyOf(parts);
        originals = List.copyOf(originals);
    }

    /** The part of a type, rather one of the message itself than of one within it. */
    Optional<MailPart> part(String type) {
        return parts(type).stream().findFirst();
    }

    /** The parts of a type of the message itself; if it has none, those of the first message within it that does. */
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

    /** The first message within it, if there is one. */
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

    /** The headers of the message that it is about, as far as it encloses them. */
    HeaderFields original() {
        return originals.isEmpty() ? HeaderFields.NONE : originals.get(0);
    }
}
