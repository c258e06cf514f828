package heed.imports.columns;

import heed.model.text.TsvResource;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads words of flags by {@code flag-words.tsv}, which has the words of many languages with their sources. */
public final class FlagWords {
    private static final int MAX_LENGTH = 60;
    /** The length of a longer text, such as a note, in which words of a no are looked for. */
    private static final int MAX_TEXT_LENGTH = 500;

    private static final int MAX_WORDS = 4;
    private static final int BEGINNING_LENGTH = 3;
    private static final int BEGINNING_MASK = 0xFFFF;
    private static final String SIGNS_IN_WORDS = " -_.'’‐";
    private static final Map<String, FlagWord> WORDS = new HashMap<>();
    /** The words that mean a no in any column: those with a part such as "unsub". */
    private static final Set<String> NO_WORDS = new HashSet<>();
    /** The hashes of the first letters of these words, by which nearly all other texts are recognized quickly. */
    private static final BitSet NO_BEGINNINGS = new BitSet(BEGINNING_MASK + 1);

    static {
        for (String row : TsvResource.readRows(FlagWords.class, "flag-words.tsv")) {
            List<String> cells = TsvResource.cells(row, 3);
            FlagWord meaning =
                    FlagWord.valueOf(cells.get(1).toUpperCase(Locale.ROOT).replace('-', '_'));
            String key = WordKey.ofCell(cells.get(0));
            FlagWord other = WORDS.putIfAbsent(key, meaning);
            if (other != null && other != meaning) {
                throw new IllegalStateException("flag-words.tsv has two meanings for " + cells.get(0));
            }
            if ((meaning == FlagWord.OPTED_OUT || meaning == FlagWord.BOUNCED) && HeaderWords.hasNoPart(cells.get(0))) {
                NO_WORDS.add(key);
                if (key.length() >= BEGINNING_LENGTH) {
                    NO_BEGINNINGS.set(hashOfBeginning(key));
                }
            }
        }
    }

    private FlagWords() {}

    /** Returns the meaning of a cell; empty if it is not a word of the table. A blank cell is {@link FlagWord#EMPTY}. */
    public static Optional<FlagWord> find(String cell) {
        if (cell.isEmpty()) {
            return Optional.of(FlagWord.EMPTY);
        }
        if (cell.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String key = WordKey.ofCell(cell);
        return key.isEmpty() ? Optional.of(FlagWord.EMPTY) : Optional.ofNullable(WORDS.get(key));
    }

    /**
     * Tests whether a cell says "unsubscribed", "bounced" or the like, so that its column means a no whatever its name. The
     * words may be one of a list of tags, or part of a remark: "vip, unsubscribed", "Unsubscribed (2024)".
     */
    public static boolean saysNo(String cell) {
        if (cell.length() <= MAX_LENGTH && WordKey.mayBeWord(cell) && NO_WORDS.contains(WordKey.ofCell(cell))) {
            return true;
        }
        int length = Math.min(cell.length(), MAX_TEXT_LENGTH);
        boolean inWord = false;
        for (int i = 0; i < length; i++) {
            char c = cell.charAt(i);
            boolean letter = Character.isLetter(c);
            if (letter && !inWord && mayBeginNo(cell, i) && beginsNo(cell, i, length)) {
                return true;
            }
            inWord = letter;
        }
        return false;
    }

    /** Tests by the next three letters, between which one sign may stand, whether a word of a no may begin there. */
    private static boolean mayBeginNo(String text, int start) {
        int hash = 0;
        int letters = 0;
        for (int i = start; i < text.length() && letters < BEGINNING_LENGTH; i++) {
            char c = text.charAt(i);
            if (c > 127) {
                return true; // an accent, which the words of the table do not have, or another script
            }
            if (Character.isLetter(c)) {
                hash = hash * 31 + Character.toLowerCase(c);
                letters++;
            } else if (SIGNS_IN_WORDS.indexOf(c) < 0) {
                return false;
            }
        }
        return letters == BEGINNING_LENGTH && NO_BEGINNINGS.get(hash & BEGINNING_MASK);
    }

    private static int hashOfBeginning(String key) {
        int hash = 0;
        for (int i = 0; i < BEGINNING_LENGTH; i++) {
            hash = hash * 31 + key.charAt(i);
        }
        return hash & BEGINNING_MASK;
    }

    /** Tests whether the next words of a text, one to four of them, are a word of the table. */
    private static boolean beginsNo(String text, int start, int length) {
        StringBuilder words = new StringBuilder();
        int count = 0;
        for (int i = start; i <= length; i++) {
            if (i < length && Character.isLetter(text.charAt(i))) {
                words.append(text.charAt(i));
            } else if (i == length || Character.isLetter(text.charAt(i - 1))) {
                if (NO_WORDS.contains(WordKey.ofCell(words.toString()))) {
                    return true;
                }
                count++;
                if (count == MAX_WORDS || i == length || SIGNS_IN_WORDS.indexOf(text.charAt(i)) < 0) {
                    return false;
                }
            } else if (SIGNS_IN_WORDS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return false;
    }
}
