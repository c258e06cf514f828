package heed.bounces.classify;

import java.util.List;

/**
 * Decides whether a statement is certain and lasting. What holds "for now", or what "may" be, never makes a bounce hard. All texts
 * are in the form of {@link NormalizedText}.
 */
final class StatementCertainty {
    private static final List<String> DOUBTS = List.of(
            " temporar",
            " transient",
            " try again later",
            " try later",
            " retry later",
            " again in ",
            " for now",
            " for the moment",
            " at the moment",
            " at this time",
            " at present",
            " right now",
            " for a while",
            " may not ",
            " may be ",
            " may have ",
            " might ",
            " possibly",
            " perhaps",
            " probably",
            " vorubergehend",
            " spater ",
            " moglicherweise",
            " temporair",
            " plus tard",
            " peut etre",
            " temporal",
            " mas tarde",
            " temporanea",
            " piu tardi",
            " tijdelijk",
            " tymczasow",
            " временно",
            " позже",
            "一時",
            "暂时",
            "暫時",
            "稍后",
            "稍後");

    private StatementCertainty() {}

    /** Whether the sentence at a position of a text is certain and lasting. */
    static boolean isCertain(String normalized, int position) {
        return isCertain(normalized.substring(
                SentenceBounds.start(normalized, position), SentenceBounds.end(normalized, position)));
    }

    /** Whether all of a text is certain and lasting. */
    static boolean isCertain(String normalized) {
        String text = " " + normalized + " ";
        return DOUBTS.stream().noneMatch(text::contains);
    }
}
