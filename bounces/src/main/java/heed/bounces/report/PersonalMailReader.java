package heed.bounces.report;

import heed.bounces.PersonalMail;
import heed.model.prospect.EmailAddress;
import heed.model.text.TsvResource;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a person wrote to the bounce mailbox: the sender, the subject and the first own lines. */
final class PersonalMailReader {
    private static final int MAX_LINES = 6;
    private static final int MAX_SUBJECT = 200;
    /** Words that ask for no more mail, from {@code opt-out-phrases.tsv}, in the form of {@link #normalize}. */
    private static final List<String> PHRASES =
            TsvResource.readRows(PersonalMailReader.class, "opt-out-phrases.tsv").stream()
                    .map(row -> normalize(TsvResource.cells(row, 2).get(1)))
                    .toList();

    /** The line that programs put above the mail that they quote. */
    private static final Pattern QUOTE_HEADING = Pattern.compile(
            "(?iu)^(on|am|le|el|il|op|em|w dniu|dnia)\\b.{5,200}"
                    + "(wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|napisał\\(a\\)|napisał|napisała)(\\s.{0,100}:)?\\s*:?\\s*$");

    private static final Pattern ORIGINAL = Pattern.compile("^(-{2,}|_{5,}).*|^(From|Von|De|Da|Van|Od|差出人|من)\\s?:.*");
    private static final Pattern ANSWER_PREFIX =
            Pattern.compile("(?iu)^((re|aw|sv|vs|antw|antwort|res|rif|odp|r|返信|رد)\\s?(\\[\\d+\\])?\\s?[:：]\\s*)+");

    private PersonalMailReader() {}

    static PersonalMail read(ParsedMail mail) {
        Optional<EmailAddress> sender = mail.headers().findAddress("from").flatMap(EmailAddress::parse);
        String subject = shorten(mail.headers().findFirst("subject").orElse("").strip(), MAX_SUBJECT);
        List<String> lines = ownLines(text(mail));
        String excerpt = shorten(String.join("\n", lines), PersonalMail.MAX_EXCERPT);
        return new PersonalMail(sender, subject, excerpt, asksInSubject(subject) || asks(excerpt));
    }

    private static String shorten(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }

    private static String text(ParsedMail mail) {
        return mail.parts().stream()
                .filter(part -> !part.isReturned()
                        && part.type().equals("text/plain")
                        && !part.text().isBlank())
                .map(ParsedMail.MailPart::text)
                .findFirst()
                .or(() -> mail.parts().stream()
                        .filter(part -> !part.isReturned() && part.type().equals("text/html"))
                        .map(part -> HtmlText.extract(part.text()))
                        .findFirst())
                .or(() -> mail.parts().stream()
                        .filter(part -> !part.isReturned())
                        .map(ParsedMail.MailPart::text)
                        .findFirst())
                .orElse("");
    }

    /** Returns the first lines before anything that is quoted, and before a signature. */
    private static List<String> ownLines(String text) {
        List<String> own = new ArrayList<>();
        for (String line : text.split("\\R", 500)) {
            String bare = line.strip();
            if (bare.startsWith(">")) {
                continue;
            }
            boolean ends = line.stripTrailing().equals("--")
                    || QUOTE_HEADING.matcher(bare).matches()
                    || (!own.isEmpty() && ORIGINAL.matcher(bare).matches());
            if (ends || own.size() == MAX_LINES) {
                break;
            }
            if (!bare.isEmpty()) {
                own.add(bare);
            }
        }
        return own;
    }

    /** Returns whether a subject asks. That of an answer is ours, so it must say nothing else. */
    private static boolean asksInSubject(String subject) {
        String own = ANSWER_PREFIX.matcher(subject).replaceFirst("");
        return own.equals(subject) ? asks(subject) : PHRASES.contains(normalize(own));
    }

    private static boolean asks(String text) {
        String words = " " + normalize(text) + " ";
        return PHRASES.stream()
                .anyMatch(phrase -> isSpaced(phrase) ? words.contains(" " + phrase + " ") : words.contains(phrase));
    }

    /** Returns whether a phrase is of a script that puts spaces between words. */
    private static boolean isSpaced(String phrase) {
        return Character.UnicodeScript.of(phrase.codePointAt(0)) == Character.UnicodeScript.LATIN
                || Character.UnicodeScript.of(phrase.codePointAt(0)) == Character.UnicodeScript.ARABIC;
    }

    /** Returns the words in lower case without accents, with one space between them. */
    private static String normalize(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[\\p{Mn}\\p{Cf}]", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
    }
}
