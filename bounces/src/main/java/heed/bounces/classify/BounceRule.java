package heed.bounces.classify;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.model.text.TsvResource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One row of the rules file: the reason of failures with certain codes, at a certain mail system, with certain phrases.
 *
 * @param kind the kind of the bounce, whatever its codes are; empty if the codes decide
 * @param code the pattern of an enhanced status code or of a reply code, with {@code x} for any digits; "" for any code
 * @param server a part of the name of the mail system, or of the text that it writes; "" for any mail system
 * @param text the phrases of which one must occur, in the notation of {@link PhrasePattern}; "" for any text
 * @param vague whether the phrases may also mean something else
 * @param conditions the conditions of the row as output shows them
 * @param source the origin of the rule, such as an RFC or the documentation of a mail system
 */
record BounceRule(
        BounceReason reason,
        Optional<BounceKind> kind,
        String code,
        String server,
        String text,
        boolean vague,
        String conditions,
        String source) {

    /**
     * Parses a row with the cells {@code reason, kind, code, server, text, source}.
     *
     * @throws IllegalArgumentException if it is not a rule
     */
    static BounceRule parse(String row) {
        List<String> cells = TsvResource.cells(row, 6);
        BounceReason reason = BounceReason.findByLabel(cells.get(0))
                .orElseThrow(() -> new IllegalArgumentException("there is no bounce reason " + cells.get(0)));
        Optional<BounceKind> kind = cells.get(1).equals("-")
                ? Optional.empty()
                : Optional.of(BounceKind.valueOf(cells.get(1).toUpperCase(Locale.ROOT)));
        String code = cells.get(2).equals("-") ? "" : cells.get(2);
        String server = cells.get(3).equals("-") ? "" : cells.get(3);
        boolean vague = cells.get(4).startsWith("~");
        String text = cells.get(4).equals("-") ? "" : cells.get(4).substring(vague ? 1 : 0);
        if (code.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("a bounce rule has a code or a text: " + row);
        }
        String conditions = String.join(" ", cells.get(2), cells.get(3), cells.get(4))
                .replaceAll("(?<=^| )- ?|(?<= )-$", "")
                .strip();
        return new BounceRule(reason, kind, code, server, text, vague, conditions, cells.get(5));
    }

    /** Returns the type of evidence that a diagnosis by this rule has. */
    Diagnosis.Evidence evidence() {
        if (vague) {
            return Diagnosis.Evidence.VAGUE_TEXT;
        }
        if (!server.isEmpty()) {
            return Diagnosis.Evidence.PROVIDER_TEXT;
        }
        if (!text.isEmpty()) {
            return Diagnosis.Evidence.GENERAL_TEXT;
        }
        return code.indexOf('.') > 0 ? Diagnosis.Evidence.STATUS_CODE : Diagnosis.Evidence.SMTP_REPLY;
    }

    /** Whether the rule has phrases that state its reason for certain. */
    boolean statesReason() {
        return !text.isEmpty() && !vague;
    }

    /** Whether the codes match the code of the rule; a rule without a code matches any. */
    boolean matchesCodes(Optional<EnhancedStatusCode> status, Optional<Integer> reply) {
        if (code.isEmpty()) {
            return true;
        }
        if (code.indexOf('.') < 0) {
            return reply.filter(found -> matchesPattern(Integer.toString(found), code))
                    .isPresent();
        }
        return status.filter(found -> {
                    String[] parts = code.split("\\.", -1);
                    return matchesPattern(Integer.toString(found.statusClass()), parts[0])
                            && matchesPattern(Integer.toString(found.subject()), parts[1])
                            && matchesPattern(Integer.toString(found.detail()), parts[2]);
                })
                .isPresent();
    }

    /** Whether a number matches a pattern, in which {@code x} alone is any number and otherwise any one digit. */
    private static boolean matchesPattern(String number, String pattern) {
        if (pattern.equals("x")) {
            return true;
        }
        if (number.length() != pattern.length()) {
            return false;
        }
        for (int i = 0; i < number.length(); i++) {
            if (pattern.charAt(i) != 'x' && pattern.charAt(i) != number.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
