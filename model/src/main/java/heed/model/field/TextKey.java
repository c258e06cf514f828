package heed.model.field;

import java.text.Normalizer;

/**
 * Cleans text that enters the product and computes the key by which texts are compared. Two texts compare as equal if
 * they are the same after stripping, Unicode normalization (NFC) and case folding.
 *
 * <p>Case is folded code point by code point, so that the key of a substring is a substring of the key.
 * {@code contains} can therefore be evaluated on keys.
 */
public final class TextKey {
    private TextKey() {}

    /**
     * Returns the text in NFC, without white space (no-break spaces included), byte order marks and NULs at both ends.
     */
    public static String clean(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        String stripped = text.substring(start, end);
        return isAscii(stripped) ? stripped : Normalizer.normalize(stripped, Normalizer.Form.NFC);
    }

    /** Returns the comparison key. Two texts are equal to every operator exactly if their keys are equal. */
    public static String of(String text) {
        String clean = clean(text);
        StringBuilder folded = null;
        for (int i = 0; i < clean.length(); ) {
            int codePoint = clean.codePointAt(i);
            int fold = Character.toLowerCase(Character.toUpperCase(codePoint));
            if (fold != codePoint && folded == null) {
                folded = new StringBuilder(clean.length()).append(clean, 0, i);
            }
            if (folded != null) {
                folded.appendCodePoint(fold);
            }
            i += Character.charCount(codePoint);
        }
        if (folded == null) {
            return clean;
        }
        String key = folded.toString();
        return isAscii(key) ? key : Normalizer.normalize(key, Normalizer.Form.NFC);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0 || c == '\uFEFF';
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }
}
