package heed.bounces.classify;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Phrases to look for in texts, all at once: a reading takes one pass over the text, however many phrases there are, and no
 * text makes it slow. Case, accents, line ends and typographic quotes do not matter. Thread-safe.
 */
public final class PhraseBook {
    /** Between a piece of a phrase and the next. */
    private static final int MAX_GAP = 60;

    /** Of each piece, as many places are looked at. */
    private static final int MAX_POSITIONS = 64;

    private final AhoCorasickDoubleArrayTrie<Integer> trie = new AhoCorasickDoubleArrayTrie<>();
    private final int[] lengths;
    private final List<PhrasePiece[][]> phrases;
    private final BitSet ofRecipient;

    /** A piece of a phrase: any of these words, near the piece before it or at once behind it. */
    private static final class PhrasePiece {
        private final int[] ids;
        private final boolean near;

        PhrasePiece(PhrasePattern.Piece piece, Map<String, Integer> known) {
            this.ids = piece.alternatives().stream()
                    .mapToInt(words -> known.computeIfAbsent(words, unseen -> known.size()))
                    .toArray();
            this.near = piece.near();
        }
    }

    private PhraseBook(List<String> expressions, BitSet ofRecipient) {
        this.ofRecipient = ofRecipient;
        Map<String, Integer> ids = new LinkedHashMap<>();
        this.phrases = expressions.stream().map(phrase -> compile(phrase, ids)).toList();
        this.lengths = ids.keySet().stream().mapToInt(String::length).toArray();
        trie.build(ids);
    }

    /**
     * A book of phrases, of which an empty one is in no text; how they are written is in the file of bounce rules.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    public static PhraseBook of(List<String> expressions) {
        return new PhraseBook(expressions, new BitSet());
    }

    /**
     * A book of which some phrases speak of the recipient: these are not found where a text says that the account, the address or
     * the domain is the sender's or a server's.
     *
     * @param ofRecipient the numbers of these phrases; not changed after
     */
    static PhraseBook of(List<String> expressions, BitSet ofRecipient) {
        return new PhraseBook(expressions, ofRecipient);
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

    /** Reads a text once, to ask it for phrases. */
    public PhraseMatches match(String text) {
        String plain = NormalizedText.normalize(text);
        PhraseMatches matches = new PhraseMatches(plain);
        trie.parseText(plain, (begin, end, id) -> {
            if (begin == 0 || !isSpacedLetter(plain.charAt(begin)) || !isSpacedLetter(plain.charAt(begin - 1))) {
                matches.record(id, begin);
            }
        });
        return matches;
    }

    /** Scripts that are written without spaces have no word starts. */
    private static boolean isSpacedLetter(char c) {
        return c < 0x2000 && Character.isLetterOrDigit(c);
    }

    /** What one text holds. */
    public final class PhraseMatches {
        private final String text;
        private final int[][] positions = new int[lengths.length][];

        private PhraseMatches(String text) {
            this.text = text;
        }

        private void record(int id, int position) {
            int[] known = positions[id];
            int count = known == null ? 0 : known[0];
            if (count < MAX_POSITIONS) {
                int[] noted = known == null ? new int[4] : known;
                if (noted.length == count + 1) {
                    noted = Arrays.copyOf(noted, 2 * noted.length);
                }
                noted[0] = count + 1;
                noted[count + 1] = position;
                positions[id] = noted;
            }
        }

        /** The text as phrases are looked for in it. */
        public String text() {
            return text;
        }

        /** Whether the text holds a phrase, by its number in the book. */
        public boolean contains(int phrase) {
            return position(phrase) >= 0;
        }

        /** Where in {@link #text} a phrase starts; -1 if the text does not hold it. */
        int position(int phrase) {
            for (PhrasePiece[] pieces : phrases.get(phrase)) {
                int found = position(pieces, ofRecipient.get(phrase));
                if (found >= 0) {
                    return found;
                }
            }
            return -1;
        }

        /** The first phrase of the book that the text holds; empty if it holds none. */
        public Optional<Integer> findFirst() {
            for (int i = 0; i < phrases.size(); i++) {
                if (contains(i)) {
                    return Optional.of(i);
                }
            }
            return Optional.empty();
        }

        private int position(PhrasePiece[] pieces, boolean recipient) {
            for (int id : pieces[0].ids) {
                int[] known = positions[id];
                for (int i = 1; known != null && i <= known[0]; i++) {
                    if (!isSendersThing(recipient, known[i])
                            && continues(pieces, 1, known[i] + lengths[id], recipient)) {
                        return known[i];
                    }
                }
            }
            return -1;
        }

        private boolean isSendersThing(boolean recipient, int position) {
            return recipient && SentenceSubject.isSendersThing(text, position);
        }

        private boolean continues(PhrasePiece[] pieces, int index, int after, boolean recipient) {
            if (index == pieces.length) {
                return true;
            }
            int farthest = pieces[index].near ? after : after + MAX_GAP;
            for (int id : pieces[index].ids) {
                int[] known = positions[id];
                for (int i = known == null ? 0 : findFirst(known, after);
                        known != null && i <= known[0] && known[i] <= farthest;
                        i++) {
                    if (!isSendersThing(recipient, known[i])
                            && continues(pieces, index + 1, known[i] + lengths[id], recipient)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** The number of the first of the places, which ascend, that is not before another. */
        private static int findFirst(int[] known, int least) {
            int found = Arrays.binarySearch(known, 1, known[0] + 1, least);
            return found < 0 ? -found - 1 : found;
        }
    }
}
