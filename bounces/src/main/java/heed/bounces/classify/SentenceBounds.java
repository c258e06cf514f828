package heed.bounces.classify;

/** Finds the bounds of sentences in texts in the form of {@link NormalizedText}. */
final class SentenceBounds {
    private static final String ENDS = ".!?;";

    /** The greatest number of characters of a sentence on either side of a position. */
    private static final int MAX_LENGTH = 500;

    private SentenceBounds() {}

    /** Returns the index at which the sentence around a position starts. */
    static int start(String normalized, int position) {
        int start = position;
        while (start > 0 && position - start < MAX_LENGTH && !isEnd(normalized, start - 1)) {
            start--;
        }
        return start;
    }

    /** Returns the index of the character that ends the sentence around a position. */
    static int end(String normalized, int position) {
        int end = position;
        while (end < normalized.length() && end - position < MAX_LENGTH && !isEnd(normalized, end)) {
            end++;
        }
        return end;
    }

    /** Returns the index of the sign that ends the paragraph around a position. */
    static int paragraphEnd(String normalized, int position) {
        int end = normalized.indexOf(NormalizedText.PARAGRAPH, position);
        return end < 0 ? normalized.length() : end;
    }

    /** Whether a sentence ends between two indexes. */
    static boolean endsBetween(String normalized, int from, int to) {
        for (int at = from; at < to; at++) {
            if (isEnd(normalized, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a character ends a sentence: a space follows it, and it is not one of several full stops. */
    private static boolean isEnd(String normalized, int at) {
        char c = normalized.charAt(at);
        return c == NormalizedText.PARAGRAPH
                || (ENDS.indexOf(c) >= 0
                        && at + 1 < normalized.length()
                        && normalized.charAt(at + 1) == ' '
                        && !(c == '.' && at > 0 && normalized.charAt(at - 1) == '.'));
    }
}
