package heed.bounces.classify;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A list of phrases that are searched in a text at the same time. A search takes one pass over the text, however many phrases
 * there are, and no text makes it slow. Case, accents, line ends and typographic quotes do not matter. Thread-safe.
 */
public final class PhraseBook {
    /** The greatest distance between two pieces of a phrase, in characters. */
    private static final int MAX_GAP = 60;

    /** The number of occurrences of a piece that are recorded. */
    private static final int MAX_POSITIONS = 64;

    private final AhoCorasickDoubleArrayTrie<Integer> trie = new AhoCorasickDoubleArrayTrie<>();
    /** The length of the words with each id. */
    private final int[] lengths;
    /** The wordings of each phrase, each of them a sequence of pieces. */
    private final List<PhrasePiece[][]> phrases;

    private final BitSet recipientPhrases;

    /** A piece of a phrase: one of several words, directly behind the piece before it or within {@link #MAX_GAP}. */
    private static final class PhrasePiece {
        private final int[] ids;
        private final boolean adjacent;

        PhrasePiece(PhrasePattern.Piece piece, Map<String, Integer> idsByWords) {
            this.ids = piece.alternatives().stream()
                    .mapToInt(words -> idsByWords.computeIfAbsent(words, unseen -> idsByWords.size()))
                    .toArray();
            this.adjacent = piece.adjacent();
        }
    }

    private PhraseBook(List<String> expressions, BitSet recipientPhrases) {
        this.recipientPhrases = recipientPhrases;
        Map<String, Integer> ids = new LinkedHashMap<>();
        this.phrases = expressions.stream().map(phrase -> compile(phrase, ids)).toList();
        this.lengths = ids.keySet().stream().mapToInt(String::length).toArray();
        trie.build(ids);
    }

    /**
     * Creates a book of phrases in the notation of {@code bounce-rules.tsv}. An empty phrase occurs in no text.
     *
     * @throws IllegalArgumentException if a phrase is malformed
     */
    public static PhraseBook of(List<String> expressions) {
        return new PhraseBook(expressions, new BitSet());
    }

    /**
     * Creates a book in which some phrases are about the recipient. These do not match where a text assigns the account, address
     * or domain to the sender or to a server.
     *
     * @param recipientPhrases the indexes of the phrases about the recipient; must not be changed afterwards
     * @throws IllegalArgumentException if a phrase is malformed
     */
    static PhraseBook of(List<String> expressions, BitSet recipientPhrases) {
        return new PhraseBook(expressions, recipientPhrases);
    }

    private static PhrasePiece[][] compile(String phrase, Map<String, Integer> ids) {
        if (phrase.isEmpty()) {
            return new PhrasePiece[0][];
        }
        return PhrasePattern.parseAll(phrase).stream()
                .map(wording -> wording.pieces().stream()
                        .map(piece -> new PhrasePiece(piece, ids))
                        .toArray(PhrasePiece[]::new))
                .toArray(PhrasePiece[][]::new);
    }

    /** Searches a text for all phrases. */
    public PhraseMatches match(String text) {
        String normalized = NormalizedText.normalize(text);
        PhraseMatches matches = new PhraseMatches(normalized);
        trie.parseText(normalized, (begin, end, id) -> {
            // Words count only where a word starts: "rule" is not in "ferrule".
            if (begin == 0
                    || !isSpacedLetter(normalized.charAt(begin))
                    || !isSpacedLetter(normalized.charAt(begin - 1))) {
                matches.record(id, begin);
            }
        });
        return matches;
    }

    /** Whether a character is a letter or digit of a script that separates words by spaces. */
    private static boolean isSpacedLetter(char c) {
        return c < 0x2000 && Character.isLetterOrDigit(c);
    }

    /** The phrases that occur in one text. */
    public final class PhraseMatches {
        private final String text;
        /** The positions of the words with each id, ascending, behind their number at index 0; null if they do not occur. */
        private final int[][] positions = new int[lengths.length][];

        private PhraseMatches(String text) {
            this.text = text;
        }

        private void record(int id, int position) {
            int[] known = positions[id];
            int count = known == null ? 0 : known[0];
            if (count < MAX_POSITIONS) {
                int[] extended = known == null ? new int[4] : known;
                if (extended.length == count + 1) {
                    extended = Arrays.copyOf(extended, 2 * extended.length);
                }
                extended[0] = count + 1;
                extended[count + 1] = position;
                positions[id] = extended;
            }
        }

        /** Returns the normalized text, in which the phrases were searched. */
        public String text() {
            return text;
        }

        /** Whether the text contains a phrase, given by its index in the book. */
        public boolean contains(int phrase) {
            return position(phrase) >= 0;
        }

        /** Returns the index in {@link #text} at which a phrase starts; -1 if the text does not contain it. */
        int position(int phrase) {
            for (PhrasePiece[] wording : phrases.get(phrase)) {
                int found = wordingPosition(wording, recipientPhrases.get(phrase));
                if (found >= 0) {
                    return found;
                }
            }
            return -1;
        }

        private int wordingPosition(PhrasePiece[] pieces, boolean aboutRecipient) {
            for (int id : pieces[0].ids) {
                int[] known = positions[id];
                for (int i = 1; known != null && i <= known[0]; i++) {
                    if (!(aboutRecipient && SentenceSubject.isOwnedBySender(text, known[i]))
                            && continuesWith(pieces, 1, known[i] + lengths[id], aboutRecipient)) {
                        return known[i];
                    }
                }
            }
            return -1;
        }

        /** Whether the pieces from an index on follow in the text, the first of them at or near a position. */
        private boolean continuesWith(PhrasePiece[] pieces, int index, int position, boolean aboutRecipient) {
            if (index == pieces.length) {
                return true;
            }
            int farthest = pieces[index].adjacent ? position : position + MAX_GAP;
            for (int id : pieces[index].ids) {
                int[] known = positions[id];
                for (int i = known == null ? 0 : firstNotBefore(known, position);
                        known != null && i <= known[0] && known[i] <= farthest;
                        i++) {
                    if (!(aboutRecipient && SentenceSubject.isOwnedBySender(text, known[i]))
                            && continuesWith(pieces, index + 1, known[i] + lengths[id], aboutRecipient)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Returns the index of the first of the recorded positions that is not before a position. */
        private static int firstNotBefore(int[] known, int position) {
            int found = Arrays.binarySearch(known, 1, known[0] + 1, position);
            return found < 0 ? -found - 1 : found;
        }
    }
}
