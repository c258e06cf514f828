package heed.imports.text;

import com.ibm.icu.text.UnicodeSet;
import com.ibm.icu.util.LocaleData;
import com.ibm.icu.util.ULocale;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An encoding with one byte for each character, and what each byte means in it. The letters of languages are CLDR's
 * exemplar characters.
 */
final class ByteEncoding {
    /** The encodings, with the languages that are written in them. The most common ones go first. */
    static final List<ByteEncoding> ALL = List.of(
            new ByteEncoding("windows-1252", true, "de fr es it pt nl sv da nb fi ca en"),
            new ByteEncoding("windows-1250", true, "pl cs sk hu ro hr sl sq de"),
            new ByteEncoding("ISO-8859-2", true, "pl cs sk hu ro hr sl sq de"),
            new ByteEncoding("windows-1254", true, "tr"),
            new ByteEncoding("windows-1257", false, "lt lv et"),
            new ByteEncoding("x-MacRoman", true, "de fr es it pt nl sv da nb fi"),
            new ByteEncoding("IBM850", true, "de fr es it pt nl sv da nb fi"),
            new ByteEncoding("windows-1251", true, "ru uk bg"),
            new ByteEncoding("KOI8-R", true, "ru"),
            new ByteEncoding("windows-1253", true, "el"));

    private static final String PUNCTUATION = "\u00a0\u00ad‘’‚“”„–—…€";
    private static final Map<Character, String> FOLDED = Map.ofEntries(
            Map.entry('ł', "l"),
            Map.entry('ø', "o"),
            Map.entry('đ', "d"),
            Map.entry('ð', "d"),
            Map.entry('ı', "i"),
            Map.entry('ß', "ss"),
            Map.entry('æ', "ae"),
            Map.entry('œ', "oe"),
            Map.entry('þ', "th"));
    private static final Map<Character, String> FOLDED_TO_TWO =
            Map.of('ä', "ae", 'ö', "oe", 'ü', "ue", 'å', "aa", 'ø', "oe");

    private final Charset charset;
    private final boolean usual;
    private final int languages;
    /** The character of each byte; 0 if the encoding does not define it as text. */
    private final char[] characters = new char[256];
    /** For each byte, one bit for each language whose alphabet has its letter. */
    private final int[] languagesOfByte = new int[256];

    private ByteEncoding(String name, boolean usual, String languages) {
        this.charset = Charset.forName(name);
        this.usual = usual;
        List<UnicodeSet> alphabets = new ArrayList<>();
        for (String language : languages.split(" ", -1)) {
            UnicodeSet letters = new UnicodeSet(LocaleData.getExemplarSet(new ULocale(language), 0));
            alphabets.add(language.equals("ro") ? letters.add("ş").add("ţ") : letters); // before Unicode 3.0
        }
        this.languages = alphabets.size();
        for (int b = 0; b < 256; b++) {
            characters[b] = decode((byte) b);
            for (int i = 0; i < alphabets.size(); i++) {
                if (alphabets.get(i).contains(Character.toLowerCase((int) characters[b]))
                        || PUNCTUATION.indexOf(characters[b]) >= 0) {
                    languagesOfByte[b] |= 1 << i;
                }
            }
        }
    }

    private char decode(byte b) {
        try {
            char c =
                    charset.newDecoder().decode(ByteBuffer.wrap(new byte[] {b})).charAt(0);
            return b < 0 && Character.isISOControl(c) ? 0 : c;
        } catch (CharacterCodingException undefined) {
            return 0;
        }
    }

    Charset charset() {
        return charset;
    }

    /** Returns whether other encodings must be clearly better than this one. If not, it must be better than they are. */
    boolean isUsual() {
        return usual;
    }

    int languages() {
        return languages;
    }

    char character(int unsignedByte) {
        return characters[unsignedByte];
    }

    int languagesOf(int unsignedByte) {
        return languagesOfByte[unsignedByte];
    }

    String decodeWord(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, charset);
    }

    /**
     * Returns a word as people write it in an email address: without accents, in lower case.
     *
     * @param twoLetters whether ä is ae, ö oe, ü ue and å aa
     */
    static String fold(String word, boolean twoLetters) {
        StringBuilder folded = new StringBuilder();
        String lower = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            String letters = twoLetters ? FOLDED_TO_TWO.getOrDefault(c, FOLDED.get(c)) : FOLDED.get(c);
            folded.append(
                    letters != null
                            ? letters
                            : c < 128
                                    ? String.valueOf(c)
                                    : Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD)
                                            .substring(0, 1));
        }
        return folded.toString();
    }
}
