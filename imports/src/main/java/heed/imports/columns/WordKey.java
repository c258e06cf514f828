package heed.imports.columns;

import heed.model.field.TextKey;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The keys by which words of headers and cells are compared with the tables of this package. */
final class WordKey {
    private WordKey() {}

    /** Returns the letters and digits of a text without case, accents and compatibility forms: {@code emailoptout}. */
    static String ofHeader(String text) {
        return letters(fold(text));
    }

    /**
     * Returns the words of a text, each as {@link #ofHeader}: {@code HasOptedOut_ofEmail} has the words has, opted, out,
     * of, email.
     */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int previous = ' ';
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean startsWord = Character.isUpperCase(c)
                    && (Character.isLowerCase(previous)
                            || (Character.isUpperCase(previous)
                                    && i < text.length()
                                    && Character.isLowerCase(text.codePointAt(i))));
            if (startsWord || !Character.isLetterOrDigit(c)) {
                addWord(words, word);
            }
            if (Character.isLetterOrDigit(c)) {
                word.appendCodePoint(c);
            }
            previous = c;
        }
        addWord(words, word);
        return words;
    }

    private static void addWord(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(ofHeader(word.toString()));
            word.setLength(0);
        }
    }

    /**
     * Returns the text without case and accents. White space, hyphens, underscores, full stops and apostrophes are left
     * out of a text that otherwise has only letters; any other text keeps all but the white space at its ends.
     */
    static String ofCell(String text) {
        String clean = TextKey.clean(text);
        if (isPlainWord(clean)) {
            return clean.toLowerCase(Locale.ROOT);
        }
        String folded = fold(clean);
        StringBuilder letters = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i += Character.charCount(folded.codePointAt(i))) {
            int c = folded.codePointAt(i);
            if (Character.isLetter(c)) {
                letters.appendCodePoint(c);
            } else if (!Character.isWhitespace(c) && "-_.'’‐".indexOf(c) < 0) {
                return folded;
            }
        }
        return letters.isEmpty() ? folded : letters.toString();
    }

    /** Tests whether a text has only letters, spaces and the signs that {@link #ofCell} leaves out, as words have. */
    static boolean mayBeWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128 && !isAsciiLetter(c) && " -_.'".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isPlainWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAsciiLetter(c)) {
                return false;
            }
        }
        return true;
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        text.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString();
    }

    private static String fold(String text) {
        if (text.chars().allMatch(c -> c < 128)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String decomposed =
                Normalizer.normalize(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(decomposed.length());
        int[] points = decomposed.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int c = points[i];
            boolean kana = i > 0 && Character.UnicodeScript.of(points[i - 1]) == Character.UnicodeScript.KATAKANA;
            if (Character.getType(c) == Character.NON_SPACING_MARK && !kana) {
                continue;
            }
            switch (c) {
                case 'ł' -> folded.append('l');
                case 'ø' -> folded.append('o');
                case 'đ' -> folded.append('d');
                case 'ı' -> folded.append('i');
                case 'æ' -> folded.append("ae");
                default -> {
                    if (Character.getType(c) != Character.FORMAT) {
                        folded.appendCodePoint(c);
                    }
                }
            }
        }
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }
}
