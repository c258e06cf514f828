package heed.bounces.classify;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the rules file: a reason for mails with certain codes, of a certain mail system, with certain words.
 *
 * @param kind what the kind is, whatever the codes say; empty to let the codes say
 * @param code an enhanced status code or a reply code, {@code x} for any digits; empty for any
 * @param server a part of the name or of the words of a mail system; empty for any
 * @param text the phrases of which one has to be there; empty for any text
 * @param vague whether they may mean something else
 * @param conditions the line's conditions, as people are shown them
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

    /** Reads {@code reason, kind, code, server, text, source}, parted by tabs. */
    static BounceRule parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 6) {
            throw new IllegalArgumentException("a bounce rule has six columns: " + line);
        }
        BounceReason reason = BounceReason.findByLabel(cells[0])
                .orElseThrow(() -> new IllegalArgumentException("there is no bounce reason " + cells[0]));
        Optional<BounceKind> kind = cells[1].equals("-")
                ? Optional.empty()
                : Optional.of(BounceKind.valueOf(cells[1].toUpperCase(Locale.ROOT)));
        String code = cells[2].equals("-") ? "" : cells[2];
        String server = cells[3].equals("-") ? "" : cells[3];
        boolean vague = cells[4].startsWith("~");
        String text = cells[4].equals("-") ? "" : cells[4].substring(vague ? 1 : 0);
        if (code.isEmpty() && text.isEmpty()) {
            throw new IllegalArgumentException("a bounce rule asks for a code or a text: " + line);
        }
        String conditions = String.join(" ", cells[2], cells[3], cells[4])
                .replaceAll("(?<=^| )- ?|(?<= )-$", "")
                .strip();
        return new BounceRule(reason, kind, code, server, text, vague, conditions, cells[5]);
    }

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

    /** Whether the codes are of the rule. */
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
