package heed.bounces.report;

import heed.bounces.classify.PhraseBook;
import heed.model.text.TsvResource;
import java.util.List;
import java.util.Locale;

/** The phrases of {@code report-phrases.tsv}, by which a message shows what it is. Immutable. */
final class ReportPhrases {
    private static final ReportPhrases STANDARD =
            new ReportPhrases(TsvResource.readRows(ReportPhrases.class, "report-phrases.tsv"));

    private final List<Phrase> phrases;
    private final PhraseBook book;

    /** The meaning of a phrase; the head of {@code report-phrases.tsv} describes each. */
    enum PhraseMeaning {
        FAILED,
        FINAL,
        DELAYED,
        DELIVERED,
        PERSON,
        AUTO_REPLY,
        CHALLENGE,
        COMPLAINT,
        SUMMARY,
        ORIGINAL,
        REASON
    }

    private enum PhraseLocation {
        SUBJECT,
        BODY,
        ANY
    }

    private record Phrase(PhraseMeaning meaning, PhraseLocation location) {}

    /** The phrases that occur in one text. */
    static final class FoundPhrases {
        private final PhraseLocation location;
        private final PhraseBook.PhraseMatches matches;

        private FoundPhrases(PhraseLocation location, String text) {
            this.location = location;
            this.matches = STANDARD.book.match(text);
        }

        /** Whether the text contains a phrase with the given meaning. */
        boolean include(PhraseMeaning meaning) {
            for (int i = 0; i < STANDARD.phrases.size(); i++) {
                Phrase phrase = STANDARD.phrases.get(i);
                if (phrase.meaning == meaning
                        && (phrase.location == location || phrase.location == PhraseLocation.ANY)
                        && matches.contains(i)) {
                    return true;
                }
            }
            return false;
        }
    }

    private ReportPhrases(List<String> rows) {
        List<List<String>> table =
                rows.stream().map(row -> TsvResource.cells(row, 4)).toList();
        this.phrases = table.stream()
                .map(cells -> new Phrase(
                        PhraseMeaning.valueOf(
                                cells.get(0).toUpperCase(Locale.ROOT).replace('-', '_')),
                        PhraseLocation.valueOf(cells.get(1).toUpperCase(Locale.ROOT))))
                .toList();
        this.book = PhraseBook.of(table.stream().map(cells -> cells.get(2)).toList());
    }

    /** Finds the phrases in the subject of a message; a message without a subject has none. */
    static FoundPhrases inSubject(HeaderFields headers) {
        return new FoundPhrases(
                PhraseLocation.SUBJECT, headers.findFirst("subject").orElse(""));
    }

    /** Finds the phrases in the body of a message. */
    static FoundPhrases inBody(String text) {
        return new FoundPhrases(PhraseLocation.BODY, text);
    }
}
