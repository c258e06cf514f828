package heed.smtp.bounce;

import java.util.List;
import java.util.Optional;

/**
 * A message, taken apart and decoded.
 *
 * @param parts its texts and reports, in their order
 * @param originals the headers of the messages within it
 */
record Incoming(Headers headers, List<Part> parts, List<Headers> originals) {

    /** The type of what stands before the first part: all there is if the boundary is wrong. */
    static final String PREAMBLE = "preamble";

    /**
     * A part of readable content.
     *
     * @param type such as "text/plain", in lower case
     * @param within how many messages within the message it is in
     */
    record Part(String type, String text, int within) {
        /** Whether it is of a message within the message. */
        boolean returned() {
            return within > 0;
        }

        boolean is(String other) {
            return type.equals(other) || type.equals(other.replace("message/", "message/global-"));
        }
    }

    Incoming {
        parts = List.copyOf(parts);
        originals = List.copyOf(originals);
    }

    /** The part of a type, rather one of the message itself than of one within it. */
    Optional<Part> part(String type) {
        return parts(type).stream().findFirst();
    }

    /** The parts of a type of the message itself; if it has none, those of the first message within it that does. */
    List<Part> parts(String type) {
        int least = parts.stream()
                .filter(part -> part.is(type))
                .mapToInt(Part::within)
                .min()
                .orElse(0);
        return parts.stream()
                .filter(part -> part.is(type) && part.within() == least)
                .toList();
    }

    /** The first message within it, if there is one. */
    Optional<Incoming> enclosed() {
        return originals.stream()
                .findFirst()
                .map(first -> new Incoming(
                        first,
                        parts.stream()
                                .filter(Part::returned)
                                .map(part -> new Part(part.type(), part.text(), part.within() - 1))
                                .toList(),
                        originals.subList(1, originals.size())));
    }

    /** The headers of the message that it is about, as far as it encloses them. */
    Headers original() {
        return originals.isEmpty() ? Headers.NONE : originals.get(0);
    }
}
