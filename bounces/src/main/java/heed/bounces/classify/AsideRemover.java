package heed.bounces.classify;

import heed.bounces.classify.PhraseBook.PhraseMatches;
import heed.model.text.TsvResource;
import java.util.List;
import java.util.Locale;

/**
 * Leaves out sentences of a report that state nothing about this mail: conditions, advice, explanations of what a code usually means, remarks
 * of scanners, and disclaimers. {@code asides.tsv} lists the phrases by which they are found. Immutable.
 */
final class AsideRemover {
    private final List<Aside> asides;

    private record Aside(Scope scope, String phrases) {}

    /** What is left out of a text from a phrase on. */
    private enum Scope {
        /** The rest of the sentence that starts with the phrase. */
        START,
        /** The rest of the sentence. */
        SENTENCE,
        /** The rest of the paragraph. */
        PARAGRAPH,
        /** The rest of the text. */
        REST
    }

    private AsideRemover(List<Aside> asides) {
        this.asides = asides;
    }

    /** Returns the asides of the product. */
    static AsideRemover standard() {
        return new AsideRemover(TsvResource.readRows(AsideRemover.class, "asides.tsv").stream()
                .map(row -> TsvResource.cells(row, 3))
                .map(cells -> new Aside(Scope.valueOf(cells.get(0).toUpperCase(Locale.ROOT)), cells.get(1)))
                .toList());
    }

    /** Returns the phrases of all asides, in the notation of the rules. */
    List<String> phrases() {
        return asides.stream().map(Aside::phrases).toList();
    }

    /**
     * Leaves the asides of a text out of its matches.
     *
     * @param first the index of the first of {@link #phrases} in the book
     */
    void leaveOut(PhraseMatches matches, int first) {
        String text = matches.text();
        for (int i = 0; i < asides.size(); i++) {
            Scope scope = asides.get(i).scope;
            for (int at = matches.position(first + i); at >= 0; at = matches.position(first + i)) {
                boolean counts = scope != Scope.START
                        || text.substring(SentenceBounds.start(text, at), at).isBlank();
                matches.leaveOut(at, counts ? end(scope, text, at) : at + 1);
            }
        }
    }

    private static int end(Scope scope, String text, int at) {
        int end = switch (scope) {
            case START, SENTENCE -> SentenceBounds.end(text, at);
            case PARAGRAPH -> SentenceBounds.paragraphEnd(text, at);
            case REST -> text.length();
        };
        return Math.max(end, at + 1);
    }
}
