package heed.bounces.report;

import heed.bounces.classify.PhraseBook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a message says that it is, by the phrases in {@code report-phrases.tsv}. Immutable. */
final class ReportPhrases {
    static final ReportPhrases STANDARD = new ReportPhrases(readLines());

    private final List<Phrase> phrases;
    private final PhraseBook book;

    /** What a phrase says. */
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

    /** Where a phrase says it. */
    enum PhraseLocation {
        SUBJECT,
        BODY,
        ANY
    }

    private record Phrase(PhraseMeaning meaning, PhraseLocation location, String text) {}

    private ReportPhrases(List<String> lines) {
        this.phrases = lines.stream()
                .map(line -> line.split("\t", -1))
                .map(cells -> new Phrase(
                        PhraseMeaning.valueOf(cells[0].toUpperCase(Locale.ROOT).replace('-', '_')),
                        PhraseLocation.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                        cells[2]))
                .toList();
        this.book = PhraseBook.of(phrases.stream().map(Phrase::text).toList());
    }

    private static List<String> readLines() {
        try (InputStream file = ReportPhrases.class.getResourceAsStream("report-phrases.tsv")) {
            if (file == null) {
                throw new IllegalStateException("the jar has no report-phrases.tsv");
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Whether a subject or a body says so. */
    boolean contains(PhraseMeaning meaning, PhraseLocation location, PhraseBook.PhraseMatches text) {
        for (int i = 0; i < phrases.size(); i++) {
            Phrase phrase = phrases.get(i);
            if (phrase.meaning == meaning
                    && (phrase.location == location || phrase.location == PhraseLocation.ANY)
                    && text.contains(i)) {
                return true;
            }
        }
        return false;
    }

    PhraseBook.PhraseMatches match(String text) {
        return book.match(text);
    }
}
