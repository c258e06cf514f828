package heed.smtp.bounce;

import heed.mail.bounce.PhraseBook;
import heed.mail.bounce.ReplyCode;
import heed.smtp.bounce.ReportPhrases.Place;
import heed.smtp.bounce.ReportPhrases.Saying;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A report written for people: what it says before the returned message, the addresses that it says it of, and what of the
 * returned message can be seen. Immutable.
 *
 * @param said the report's own words
 * @param original headers of the returned message
 * @param recipients the addresses that failed, each with the words about it
 * @param addressee whom the returned message was for
 * @param ofOurs whether it speaks of the mailbox that it came to: the only addresses that it names are its own, and it
 *     returns no message and cites no server
 */
record FreeForm(
        String said, Headers original, Map<String, String> recipients, Optional<String> addressee, boolean ofOurs) {
    private static final int LONGEST = 12_000;
    private static final int MOST_ORIGINAL_LINES = 200;
    private static final List<String> TRACES = List.of(
            "received: ",
            "return-path:",
            "delivered-to: ",
            "dkim-signature:",
            "x-mailer:",
            "mime-version:",
            "x-originating-ip:",
            "authentication-results:");
    private static final Pattern LOCAL = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,63}");
    private static final List<String> QUOTED = List.of("to:", "cc:", "from:", "date:", "sent:", "message-id:");
    private static final List<String> MIME =
            List.of("content-type:", "content-transfer-encoding:", "content-disposition:");

    static FreeForm of(Incoming mail) {
        List<String> said = new ArrayList<>();
        List<String> returned = new ArrayList<>();
        int length = 0;
        for (String line : readable(mail).split("\n", -1)) {
            if (returned.isEmpty() && length < LONGEST && !startsOriginal(line, said)) {
                said.add(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
                length += line.length();
            } else if (returned.size() < MOST_ORIGINAL_LINES) {
                returned.add(line);
            }
        }
        Headers original = mail.originals().isEmpty() ? headers(returned) : mail.original();
        List<String> words = said.stream().allMatch(String::isBlank) ? returned : said;
        List<String> meant = new ArrayList<>();
        List<String> quoted = new ArrayList<>();
        boolean answer = Writer.answers(mail.headers()) && !Writer.daemon(mail.headers());
        for (int i = 0; i < words.size(); i++) {
            if (quotes(words, i)) {
                quoted.add(words.get(i).strip());
            } else if (!(answer && cited(words.get(i)))) {
                meant.add(words.get(i));
            }
        }
        Candidates candidates = new Candidates(mail, original.fields().isEmpty() ? headers(quoted) : original, meant);
        String own = String.join("\n", meant);
        return new FreeForm(
                own,
                original,
                candidates.failed(),
                candidates.addressee(),
                original.fields().isEmpty() && candidates.areOurs() && ReplyCode.at(own) < 0);
    }

    /** A mailbox that it names without a domain, alone in the line below one that announces it: of the system that writes. */
    Optional<String> local() {
        String previous = "";
        for (String line : said.split("\n", -1)) {
            String bare = line.strip();
            if (previous.endsWith(":") && LOCAL.matcher(bare).matches()) {
                return Optional.of(bare.toLowerCase(Locale.ROOT));
            }
            previous = bare.isEmpty() ? previous : bare;
        }
        return Optional.empty();
    }

    /** Whether a person's answer cites it; a transcript has more brackets. */
    private static boolean cited(String line) {
        return line.startsWith(">") && !line.startsWith(">>>");
    }

    /** The texts of the report: its plain text, or what is read of its pages; what is for machines if there are none. */
    private static String readable(Incoming mail) {
        List<Incoming.Part> parts = mail.parts().stream()
                .filter(part -> !part.returned() && !part.is("message/disposition-notification"))
                .toList();
        boolean real = parts.stream().anyMatch(part -> !part.type().equals(Incoming.PREAMBLE));
        boolean plain = parts.stream().anyMatch(part -> part.type().equals("text/plain") && words(part.text()) > 3);
        StringBuilder text = new StringBuilder();
        for (Incoming.Part part : parts) {
            boolean page = part.type().equals("text/html");
            boolean fields = part.is("message/delivery-status");
            if (!((page || fields) && plain) && !(real && part.type().equals(Incoming.PREAMBLE))) {
                text.append(page ? Html.text(part.text()) : part.text()).append('\n');
            }
        }
        return text.toString();
    }

    private static int words(String text) {
        int words = 0;
        for (int i = 1; i < text.length() && words < 10; i++) {
            words += text.charAt(i) <= ' ' && text.charAt(i - 1) > ' ' ? 1 : 0;
        }
        return words;
    }

    /** Whether the returned message starts with this line: with its headers, or with a line that announces it. */
    private static boolean startsOriginal(String line, List<String> before) {
        String bare = line.strip();
        if (bare.length() < 8 || bare.length() > 400 || before.stream().allMatch(String::isBlank)) {
            return false;
        }
        String field = (bare.charAt(0) == '>' ? bare.substring(1).strip() : bare).toLowerCase(Locale.ROOT);
        if (TRACES.stream().anyMatch(field::startsWith)) {
            return true;
        }
        return bare.length() <= 160
                && announces(bare)
                && !goesOn(bare, before)
                && announcesOriginal(ReportPhrases.STANDARD.read(bare))
                && Addresses.in(bare).isEmpty();
    }

    /** Whether it ends a sentence of the line before it, as in "delete your text from the attached returned message". */
    private static boolean goesOn(String line, List<String> before) {
        return Character.isLowerCase(line.charAt(0))
                && !before.get(before.size() - 1).isBlank();
    }

    private static boolean announcesOriginal(PhraseBook.Reading line) {
        return ReportPhrases.STANDARD.says(Saying.ORIGINAL, Place.BODY, line)
                && !ReportPhrases.STANDARD.says(Saying.REASON, Place.BODY, line);
    }

    private static boolean announces(String line) {
        char last = line.charAt(line.length() - 1);
        return last == ':' || last == '.' || last == '-' || "-=_*<#~".indexOf(line.charAt(0)) >= 0;
    }

    private static Headers headers(List<String> returned) {
        List<String> lines = new ArrayList<>();
        for (String line : returned) {
            String bare = line.startsWith(">") ? line.substring(1) : line;
            String stripped = bare.strip();
            boolean indented = bare.startsWith("   ") && Headers.colon(stripped) > 0;
            boolean folded = !lines.isEmpty() && (bare.startsWith(" ") || bare.startsWith("\t"));
            if (indented || Headers.colon(bare) > 0 || (folded && !stripped.isEmpty())) {
                lines.add(indented ? stripped : bare);
            } else if (!lines.isEmpty() && (!stripped.isEmpty() || lines.size() > 3)) {
                break;
            }
        }
        return Headers.of(lines);
    }

    /** Whether a line repeats the original's subject, date or people: nothing in it is about the failure. */
    private static boolean quotes(List<String> lines, int at) {
        String line = lines.get(at).strip().toLowerCase(Locale.ROOT);
        return line.startsWith("subject:")
                || MIME.stream().anyMatch(line::startsWith)
                || (QUOTED.stream().anyMatch(line::startsWith) && nearSubject(lines, at));
    }

    private static boolean nearSubject(List<String> lines, int at) {
        return lines.subList(Math.max(0, at - 4), Math.min(lines.size(), at + 5)).stream()
                .anyMatch(line -> line.strip().regionMatches(true, 0, "subject:", 0, 8));
    }
}
