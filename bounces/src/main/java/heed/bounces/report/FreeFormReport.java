package heed.bounces.report;

import heed.bounces.ReplyCode;
import heed.bounces.report.ReportPhrases.FoundPhrases;
import heed.bounces.report.ReportPhrases.PhraseMeaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A report written for people: its text, the addresses that failed, and the visible headers of the returned message. Immutable.
 *
 * @param text the report's own words, without the returned message
 * @param original the headers of the returned message
 * @param recipients the addresses that failed, each with the words about it
 * @param addressee the recipient of the returned message, by its headers
 * @param aboutOwnMailbox whether the report is about the mailbox that it was sent to: it names no other address, returns no
 *     message and quotes no server
 */
record FreeFormReport(
        String text,
        HeaderFields original,
        Map<String, String> recipients,
        Optional<String> addressee,
        boolean aboutOwnMailbox) {
    private static final int MAX_LENGTH = 12_000;
    private static final int MAX_ORIGINAL_LINES = 200;

    /** Header fields that show the start of a returned message. */
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

    /** Header fields that a report quotes from the original, if a subject is near. */
    private static final List<String> QUOTED_HEADERS = List.of("to:", "cc:", "from:", "date:", "sent:", "message-id:");

    private static final List<String> MIME_HEADERS =
            List.of("content-type:", "content-transfer-encoding:", "content-disposition:");

    static FreeFormReport parse(ParsedMail mail) {
        // Everything from the start of the returned message on belongs to it.
        List<String> reportLines = new ArrayList<>();
        List<String> originalLines = new ArrayList<>();
        int length = 0;
        for (String line : readableText(mail).split("\n", -1)) {
            if (line.strip().equals("--") && !reportLines.stream().allMatch(String::isBlank)) {
                break; // a signature follows (RFC 3676, 4.3)
            }
            if (originalLines.isEmpty() && length < MAX_LENGTH && !startsOriginal(line, reportLines)) {
                reportLines.add(line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line);
                length += line.length();
            } else if (originalLines.size() < MAX_ORIGINAL_LINES) {
                originalLines.add(line);
            }
        }
        HeaderFields original = mail.originals().isEmpty() ? headers(originalLines) : mail.original();
        List<String> words = reportLines.stream().allMatch(String::isBlank) ? originalLines : reportLines;

        // Words that the report only quotes are not about the failure. A person's answer quotes the cited mail too.
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

    /** Returns a mailbox that the report names without a domain, alone in a line behind one that ends with a colon. */
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

    /** Whether a line is cited in an answer; the lines of an SMTP transcript have more brackets. */
    private static boolean isCited(String line) {
        return line.startsWith(">") && !line.startsWith(">>>");
    }

    /**
     * Returns the text of the report, without the fields for machines, whose names are no words about the failure. HTML is used only
     * without a plain text, and the preamble only without any part.
     */
    private static String readableText(ParsedMail mail) {
        List<ParsedMail.MailPart> parts = mail.parts().stream()
                .filter(part -> !part.isReturned() && !part.hasType("message/disposition-notification"))
                .toList();
        boolean hasParts = parts.stream().anyMatch(part -> !part.type().equals(ParsedMail.PREAMBLE));
        boolean hasPlainText =
                parts.stream().anyMatch(part -> part.type().equals("text/plain") && countWords(part.text()) > 3);
        StringBuilder text = new StringBuilder();
        for (ParsedMail.MailPart part : parts) {
            boolean html = part.type().equals("text/html");
            boolean fields = part.hasType("message/delivery-status")
                    && (part.hasField("final-recipient:") || part.hasField("reporting-mta:"));
            boolean replaced = html && hasPlainText;
            if (!replaced && !fields && !(hasParts && part.type().equals(ParsedMail.PREAMBLE))) {
                text.append(html ? HtmlText.extract(part.text()) : part.text()).append('\n');
            }
        }
        return text.toString();
    }

    /** Returns the number of words in a text, at most 10. */
    private static int countWords(String text) {
        int words = 0;
        for (int i = 1; i < text.length() && words < 10; i++) {
            words += text.charAt(i) <= ' ' && text.charAt(i - 1) > ' ' ? 1 : 0;
        }
        return words;
    }

    /**
     * Whether the returned message starts with a line: with a header field, or with a line that announces the message.
     *
     * @param before the lines of the report before it; the report does not start with the returned message
     */
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
                && announcesOriginal(ReportPhrases.inBody(bare))
                && AddressScanner.scan(bare).isEmpty();
    }

    /** Whether a line continues the sentence of the line before it, as in "delete your text from the / attached message". */
    private static boolean continuesSentence(String line, List<String> before) {
        return Character.isLowerCase(line.charAt(0))
                && !before.get(before.size() - 1).isBlank();
    }

    /** Whether a line announces the returned message, and not the reason of the failure. */
    private static boolean announcesOriginal(FoundPhrases line) {
        return line.include(PhraseMeaning.ORIGINAL) && !line.include(PhraseMeaning.REASON);
    }

    /** Whether a line stands by itself, by its punctuation. */
    private static boolean looksLikeHeading(String line) {
        char last = line.charAt(line.length() - 1);
        return last == ':' || last == '.' || last == '-' || "-=_*<#~".indexOf(line.charAt(0)) >= 0;
    }

    /** Returns the header fields in the lines of a returned message, which may be indented or cited. */
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

    /** Whether a line repeats a header field of the original, such as its subject. Such a line is not about the failure. */
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
