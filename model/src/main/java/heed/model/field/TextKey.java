package heed.model.field;

import heed.model.text.InvisibleCharacters;
import java.text.Normalizer;

/**
 * Cleans text that enters the product and computes the key by which texts are compared. Two texts compare as equal if
 * they are the same after stripping, without invisible characters ({@link InvisibleCharacters}), after Unicode
 * normalization (NFC) and case folding.
 *
 * <p>Case is folded code point by code point, so that the key of a substring is a substring of the key.
 * {@code contains} can therefore be evaluated on keys.
 */
public final class TextKey {
    private TextKey() {}

    /**
     * Returns the text in NFC, without white space (no-break spaces included), NULs and invisible characters at both ends.
     * Variation selectors at the end of a visible character stay, and everything between visible characters. Returns an
     * empty text if nothing visible remains.
     */
    public static String clean(String text) {
        if (isClean(text)) {
            return text;
        }
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && isBlank(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        while (start < end && end < text.length() && InvisibleCharacters.isVariation(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        String stripped = text.substring(start, end);
        return isAscii(stripped) ? stripped : Normalizer.normalize(stripped, Normalizer.Form.NFC);
    }

    /** Returns whether the text is certainly clean: ASCII with a visible character at both ends. Most texts are. */
    private static boolean isClean(String text) {
        int length = text.length();
        return length > 0 && text.charAt(0) > ' ' && text.charAt(length - 1) > ' ' && isAscii(text);
    }

    /** Returns the comparison key. Two texts are equal to every operator exactly if their keys are equal. */
    public static String of(String text) {
        String clean = clean(text);
        StringBuilder folded = null;
        for (int i = 0; i < clean.length(); ) {
            int codePoint = clean.codePointAt(i);
            boolean invisible = InvisibleCharacters.isInvisible(codePoint);
            int fold = Character.toLowerCase(Character.toUpperCase(codePoint));
            if ((fold != codePoint || invisible) && folded == null) {
                folded = new StringBuilder(clean.length()).append(clean, 0, i);
            }
            if (folded != null && !invisible) {
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

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || codePoint == 0
                || InvisibleCharacters.isInvisible(codePoint);
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
