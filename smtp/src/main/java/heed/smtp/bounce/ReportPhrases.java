package heed.smtp.bounce;

import heed.mail.bounce.PhraseBook;
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
    static final ReportPhrases STANDARD = new ReportPhrases(lines());

    private final List<Line> lines;
    private final PhraseBook book;

    /** What a phrase says. */
    enum Saying {
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
    enum Place {
        SUBJECT,
        BODY,
        ANY
    }

    private record Line(Saying saying, Place place, String text) {}

    private ReportPhrases(List<String> written) {
        this.lines = written.stream()
                .map(line -> line.split("\t", -1))
                .map(cells -> new Line(
                        Saying.valueOf(cells[0].toUpperCase(Locale.ROOT).replace('-', '_')),
                        Place.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                        cells[2]))
                .toList();
        this.book = PhraseBook.of(lines.stream().map(Line::text).toList());
    }

    private static List<String> lines() {
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
    boolean says(Saying saying, Place place, PhraseBook.Reading text) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.saying == saying && (line.place == place || line.place == Place.ANY) && text.has(i)) {
                return true;
            }
        }
        return false;
    }

    PhraseBook.Reading read(String text) {
        return book.read(text);
    }
}
