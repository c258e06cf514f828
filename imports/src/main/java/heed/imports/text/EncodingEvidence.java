package heed.imports.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Weighs the encodings of a text that is not UTF-8, word by word. Three things speak for an encoding: it defines every
 * byte; its words have neither symbols nor capitals between small letters, nor two scripts; the email address of a row
 * spells the row's names without accents; and the words have the letters of one language, and not of several. Not thread-safe.
 */
final class EncodingEvidence {
    private static final double MAX_BROKEN = 0.02;
    private static final double ALPHABET = 0.95; // the share of words that have the letters of one language
    private static final double CLEARLY_BETTER = 0.25;
    /** Two or three letters can be in the alphabet of another language by chance. */
    private static final int MIN_LETTERS = 3;

    private static final int MIN_LETTERS_OF_UNUSUAL = 6;
    private static final double MAX_LOST =
            0.05; // of the addresses that speak for an encoding, those that speak against
    private static final int MIN_ADDRESS_WORD = 4;
    private static final int MANY_WORDS = 20; // of one language, which are no mixture by chance
    private static final int MAX_READINGS = 3;
    private static final int MAX_SAMPLES = 500;
    private static final String IN_WORD = "'’‘´`";

    private final List<ByteEncoding> encodings;
    private final BitSet usedBytes = new BitSet(256);
    private final long[] broken;
    /** How many words have only letters of some language, of whichever. */
    private final long[] explained;

    private final long[][] wordsOfLanguage;
    /** How often the address of a row spells a word as the first encoding reads it, and not as the second. */
    private final long[][] wins;

    private final List<Sample> samples = new ArrayList<>();
    private long words;

    EncodingEvidence(List<ByteEncoding> encodings) {
        this.encodings = encodings;
        this.broken = new long[encodings.size()];
        this.explained = new long[encodings.size()];
        this.wins = new long[encodings.size()][encodings.size()];
        this.wordsOfLanguage = new long[encodings.size()][];
        for (int i = 0; i < encodings.size(); i++) {
            wordsOfLanguage[i] = new long[encodings.get(i).languages()];
        }
    }

    /** A word with its line. The bytes are the characters of the text, as in ISO 8859-1. */
    private record Sample(String bytes, long line) {
        String decode(ByteEncoding encoding) {
            byte[] word = bytes.getBytes(StandardCharsets.ISO_8859_1);
            return encoding.decodeWord(word, 0, word.length);
        }
    }

    /**
     * What the evidence says.
     *
     * @param encoding the encoding; empty if it is open
     * @param question what several encodings make of a word, if they can be meant; empty if none can
     */
    record Verdict(Optional<ByteEncoding> encoding, Optional<String> question) {}

    /** Adds the bytes of a line, which has at least one byte above 127. */
    void addLine(byte[] line, int length, long number) {
        String ascii = new String(line, 0, length, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        int start = 0;
        while (start < length) {
            int end = start;
            boolean high = false;
            while (end < length && isWordByte(line[end])) {
                high |= line[end] < 0;
                end++;
            }
            if (high) {
                addWord(line, start, end, number, ascii);
            }
            start = end + 1;
        }
    }

    private static boolean isWordByte(byte b) {
        return b < 0 || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    private void addWord(byte[] line, int start, int end, long number, String ascii) {
        words++;
        for (int i = start; i < end; i++) {
            if (line[i] < 0) {
                usedBytes.set(line[i] & 0xFF);
            }
        }
        if (samples.size() < MAX_SAMPLES) {
            samples.add(new Sample(new String(line, start, end - start, StandardCharsets.ISO_8859_1), number));
        }
        boolean hasAddress = ascii.indexOf('@') >= 0;
        boolean[] spelled = new boolean[encodings.size()];
        for (int i = 0; i < encodings.size(); i++) {
            ByteEncoding encoding = encodings.get(i);
            String word = encoding.decodeWord(line, start, end);
            broken[i] += isBroken(word) ? 1 : 0;
            explained[i] += addLanguages(encoding, line, start, end, wordsOfLanguage[i]) ? 1 : 0;
            spelled[i] = hasAddress && isSpelled(word, ascii);
        }
        for (int i = 0; i < encodings.size(); i++) {
            for (int j = 0; j < encodings.size(); j++) {
                wins[i][j] += spelled[i] && !spelled[j] ? 1 : 0;
            }
        }
    }

    /** Counts the languages that have all letters of a word, and returns whether any has. */
    private static boolean addLanguages(ByteEncoding encoding, byte[] line, int start, int end, long[] counts) {
        int languages = -1;
        for (int i = start; i < end; i++) {
            languages &= line[i] < 0 ? encoding.languagesOf(line[i] & 0xFF) : -1;
        }
        for (int language = 0; language < counts.length; language++) {
            counts[language] += languages >> language & 1;
        }
        return (languages & ((1 << counts.length) - 1)) != 0;
    }

    private static boolean isBroken(String word) {
        boolean ascii = word.chars().anyMatch(c -> c < 128);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 128) {
                boolean letterBefore = i > 0 && Character.isLetter(word.charAt(i - 1));
                boolean letterAfter = i + 1 < word.length() && Character.isLetter(word.charAt(i + 1));
                boolean inner = letterBefore && letterAfter;
                if (!Character.isLetter(c) ? inner && IN_WORD.indexOf(c) < 0 : isWrongLetter(word, i, ascii)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isWrongLetter(String word, int at, boolean ascii) {
        char c = word.charAt(at);
        return (Character.isUpperCase(c) && at > 0 && Character.isLowerCase(word.charAt(at - 1)))
                || (ascii && Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN);
    }

    /** Tests whether the text before an @ of the line contains the word without its accents. */
    private static boolean isSpelled(String word, String ascii) {
        String one = ByteEncoding.fold(word, false);
        String two = ByteEncoding.fold(word, true);
        for (int at = ascii.indexOf('@'); at >= 0; at = ascii.indexOf('@', at + 1)) {
            int start = at;
            while (start > 0 && isAddressCharacter(ascii.charAt(start - 1))) {
                start--;
            }
            String local = ascii.substring(start, at);
            if ((one.length() >= MIN_ADDRESS_WORD && local.contains(one))
                    || (two.length() >= MIN_ADDRESS_WORD && local.contains(two))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAddressCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '+';
    }

    /** Returns the encoding that the evidence is for. */
    Verdict verdict() {
        List<Integer> viable = new ArrayList<>();
        for (int i = 0; i < encodings.size(); i++) {
            if (isDefined(i) && broken[i] <= MAX_BROKEN * words) {
                viable.add(i);
            }
        }
        Optional<Integer> best =
                findBest(viable.stream().filter(i -> encodings.get(i).isUsual()).toList());
        boolean rivaled = best.isEmpty() || viable.stream().anyMatch(other -> beats(other, best.get()));
        Optional<Integer> chosen = rivaled ? findBest(viable) : best;
        return new Verdict(chosen.map(encodings::get), chosen.isPresent() ? Optional.empty() : question(viable));
    }

    private boolean isDefined(int encoding) {
        return usedBytes.stream().allMatch(b -> encodings.get(encoding).character(b) != 0);
    }

    /** Returns the encoding that beats all others that read any used byte differently. */
    private Optional<Integer> findBest(List<Integer> candidates) {
        return candidates.stream()
                .filter(best -> candidates.stream().allMatch(other -> readSame(best, other) || beats(best, other)))
                .findFirst();
    }

    private boolean readSame(int one, int other) {
        return usedBytes.stream()
                .allMatch(b ->
                        encodings.get(one).character(b) == encodings.get(other).character(b));
    }

    private boolean beats(int one, int other) {
        if (readSame(one, other)) {
            return false;
        }
        long won = wins[one][other];
        long lost = wins[other][one];
        if (won + lost > 0) {
            return won > 0 && lost <= MAX_LOST * won;
        }
        return letters(one) >= (encodings.get(one).isUsual() ? MIN_LETTERS : MIN_LETTERS_OF_UNUSUAL)
                && alphabet(one) >= ALPHABET
                && alphabet(one) - alphabet(other) >= CLEARLY_BETTER
                && (one == 0 || other != 0 || isNoMixture(one));
    }

    /**
     * Tests whether the words are not a few of several languages that the most common encoding reads, too: Šime and Hélène
     * have letters of Finnish and French, and by chance, read as Šime and Hélčne, of Czech.
     */
    private boolean isNoMixture(int encoding) {
        return alphabet(encoding) - (double) explained[0] / words >= CLEARLY_BETTER
                || samples.stream()
                                .map(Sample::bytes)
                                .distinct()
                                .limit(MANY_WORDS)
                                .count()
                        == MANY_WORDS;
    }

    /** Returns the number of different letters that are not ASCII, ignoring case. */
    private long letters(int encoding) {
        return usedBytes.stream()
                .map(b -> Character.toLowerCase(encodings.get(encoding).character(b)))
                .filter(Character::isLetter)
                .distinct()
                .count();
    }

    /** Returns the share of the words that have only letters of one language: of that which has most of them. */
    private double alphabet(int encoding) {
        return words == 0
                ? 0
                : (double) Arrays.stream(wordsOfLanguage[encoding]).max().orElse(0) / words;
    }

    private Optional<String> question(List<Integer> candidates) {
        for (Sample sample : samples) {
            Map<String, String> readings = new LinkedHashMap<>();
            for (int i : candidates) {
                String word = sample.decode(encodings.get(i));
                readings.putIfAbsent(word, encodings.get(i).charset().name());
            }
            if (readings.size() > 1) {
                return Optional.of("in line " + sample.line + ", "
                        + readings.entrySet().stream()
                                .limit(MAX_READINGS)
                                .map(reading ->
                                        "--charset " + reading.getValue() + " reads \"" + reading.getKey() + "\"")
                                .collect(Collectors.joining(", ")));
            }
        }
        return Optional.empty();
    }

    /** Returns a word that the encoding reads with a letter that is not ASCII, and its line. */
    Optional<String> sample(ByteEncoding encoding) {
        return samples.stream().findFirst().map(sample -> "\"" + sample.decode(encoding) + "\" in line " + sample.line);
    }
}
