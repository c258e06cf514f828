package heed.bounces.report;

import heed.bounces.ReplyCode;
import heed.bounces.classify.PhraseBook;
import heed.bounces.report.ReportPhrases.PhraseLocation;
import heed.bounces.report.ReportPhrases.PhraseMeaning;
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
 * @param text the report's own words
 * @param original headers of the returned message
 * @param recipients the addresses that failed, each with the words about it
 * @param addressee whom the returned message was for
 * @param aboutOwnMailbox whether it speaks of the mailbox that it came to: the only addresses that it names are its own, and it
 *     returns no message and cites no server
 */
record FreeFormReport(
        String text,
        HeaderFields original,
        Map<String, String> recipients,
        Optional<String> addressee,
        boolean aboutOwnMailbox) {
    private static final int MAX_LENGTH = 12_000;
    private static final int MAX_ORIGINAL_LINES = 200;
    private static final List<String> ORIGINAL_HEADERS = List.of(
            "received: ",
            "return-path:",
            "delivered-to: ",
            "dkim-signature:",
            "x-mailer:",
            "mime-version:",
            "x-originating-ip:",
            "authentication-results:");
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,63}");
    private static final List<String> QUOTED_HEADERS = List.of("to:", "cc:", "from:", "date:", "sent:", "message-id:");
    private static final List<String> MIME_HEADERS =
            List.of("content-type:", "content-transfer-encoding:", "content-disposition:");

    static FreeFormReport parse(ParsedMail mail) {
        List<String> reportLines = new ArrayList<>();
        List<String> originalLines = new ArrayList<>();
        int length = 0;
        for (String line : readableText(mail).split("\n", -1)) {
            if (originalLines.isEmpty() && length < MAX_LENGTH && !startsOriginal(line, reportLines)) {
                reportLines.add(line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line);
                length += line.length();
            } else if (originalLines.size() < MAX_ORIGINAL_LINES) {
                originalLines.add(line);
            }
        }
        HeaderFields original = mail.originals().isEmpty() ? headers(originalLines) : mail.original();
        List<String> words = reportLines.stream().allMatch(String::isBlank) ? originalLines : reportLines;
        List<String> ownLines = new ArrayList<>();
        List<String> quotedLines = new ArrayList<>();
        boolean answer = Authorship.isAnswer(mail.headers()) && !Authorship.isMailSystem(mail.headers());
        for (int i = 0; i < words.size(); i++) {
            if (quotesOriginal(words, i)) {
                quotedLines.add(words.get(i).strip());
            } else if (!(answer && isCited(words.get(i)))) {
                ownLines.add(words.get(i));
            }
        }
        RecipientCandidates candidates =
                new RecipientCandidates(mail, original.fields().isEmpty() ? headers(quotedLines) : original, ownLines);
        String ownText = String.join("\n", ownLines);
        return new FreeFormReport(
                ownText,
                original,
                candidates.failedRecipients(),
                candidates.addressee(),
                original.fields().isEmpty() && candidates.areAllOwn() && ReplyCode.indexIn(ownText) < 0);
    }

    /** A mailbox that it names without a domain, alone in the line below one that announces it: of the system that writes. */
    Optional<String> findLocalMailbox() {
        String previous = "";
        for (String line : text.split("\n", -1)) {
            String stripped = line.strip();
            if (previous.endsWith(":") && LOCAL_PART.matcher(stripped).matches()) {
                return Optional.of(stripped.toLowerCase(Locale.ROOT));
            }
            previous = stripped.isEmpty() ? previous : stripped;
        }
        return Optional.empty();
    }

    /** Whether a person's answer cites it; a transcript has more brackets. */
    private static boolean isCited(String line) {
        return line.startsWith(">") && !line.startsWith(">>>");
    }

    /** The texts of the report: its plain text, or what is read of its pages; what is for machines if there are none. */
    private static String readableText(ParsedMail mail) {
        List<ParsedMail.MailPart> parts = mail.parts().stream()
                .filter(part -> !part.isReturned() && !part.hasType("message/disposition-notification"))
                .toList();
        boolean real = parts.stream().anyMatch(part -> !part.type().equals(ParsedMail.PREAMBLE));
        boolean plain =
                parts.stream().anyMatch(part -> part.type().equals("text/plain") && countWords(part.text()) > 3);
        StringBuilder text = new StringBuilder();
        for (ParsedMail.MailPart part : parts) {
            boolean page = part.type().equals("text/html");
            boolean fields = part.hasType("message/delivery-status");
            if (!((page || fields) && plain) && !(real && part.type().equals(ParsedMail.PREAMBLE))) {
                text.append(page ? HtmlText.extract(part.text()) : part.text()).append('\n');
            }
        }
        return text.toString();
    }

    private static int countWords(String text) {
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
        if (ORIGINAL_HEADERS.stream().anyMatch(field::startsWith)) {
            return true;
        }
        return bare.length() <= 160
                && looksLikeHeading(bare)
                && !continuesSentence(bare, before)
                && announcesOriginal(ReportPhrases.STANDARD.match(bare))
                && AddressScanner.scan(bare).isEmpty();
    }

    /** Whether it ends a sentence of the line before it, as in "delete your text from the attached returned message". */
    private static boolean continuesSentence(String line, List<String> before) {
        return Character.isLowerCase(line.charAt(0))
                && !before.get(before.size() - 1).isBlank();
    }

    private static boolean announcesOriginal(PhraseBook.PhraseMatches line) {
        return ReportPhrases.STANDARD.contains(PhraseMeaning.ORIGINAL, PhraseLocation.BODY, line)
                && !ReportPhrases.STANDARD.contains(PhraseMeaning.REASON, PhraseLocation.BODY, line);
    }

    private static boolean looksLikeHeading(String line) {
        char last = line.charAt(line.length() - 1);
        return last == ':' || last == '.' || last == '-' || "-=_*<#~".indexOf(line.charAt(0)) >= 0;
    }

    private static HeaderFields headers(List<String> returned) {
        List<String> lines = new ArrayList<>();
        for (String line : returned) {
            String bare = line.startsWith(">") ? line.substring(1) : line;
            String stripped = bare.strip();
            boolean indented = bare.startsWith("   ") && HeaderFields.colonIndex(stripped) > 0;
            boolean folded = !lines.isEmpty() && (bare.startsWith(" ") || bare.startsWith("\t"));
            if (indented || HeaderFields.colonIndex(bare) > 0 || (folded && !stripped.isEmpty())) {
                lines.add(indented ? stripped : bare);
            } else if (!lines.isEmpty() && (!stripped.isEmpty() || lines.size() > 3)) {
                break;
            }
        }
        return HeaderFields.parse(lines);
    }

    /** Whether a line repeats the original's subject, date or people: nothing in it is about the failure. */
    private static boolean quotesOriginal(List<String> lines, int at) {
        String line = lines.get(at).strip().toLowerCase(Locale.ROOT);
        return line.startsWith("subject:")
                || MIME_HEADERS.stream().anyMatch(line::startsWith)
                || (QUOTED_HEADERS.stream().anyMatch(line::startsWith) && nearSubject(lines, at));
    }

    private static boolean nearSubject(List<String> lines, int at) {
        return lines.subList(Math.max(0, at - 4), Math.min(lines.size(), at + 5)).stream()
                .anyMatch(line -> line.strip().regionMatches(true, 0, "subject:", 0, 8));
    }
}
