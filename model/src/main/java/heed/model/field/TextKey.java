package heed.model.field;

import java.text.Normalizer;

/**
 * How text is cleaned when it comes in, and how two texts are compared: stripped, Unicode-normalised (NFC) and without
 * regard to case (semantics.md). Case is folded code point by code point, so that the key of a part is a part of the key
 * of the whole and {@code contains} can be asked of keys.
 */
public final class TextKey {
    private TextKey() {}

    /** NFC, without white space of any kind (no-break spaces included) or NULs at either end. */
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

    /** The comparison key: two texts are equal for every operator exactly if their keys are. */
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
