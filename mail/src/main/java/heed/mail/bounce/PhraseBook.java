package heed.mail.bounce;

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
    private static final int FARTHEST = 60;

    /** Of each piece, as many places are looked at. */
    private static final int MOST = 64;

    private final AhoCorasickDoubleArrayTrie<Integer> trie = new AhoCorasickDoubleArrayTrie<>();
    private final int[] lengths;
    private final List<Step[][]> phrases;
    private final BitSet ofRecipient;

    /** A piece of a phrase: any of these words, near the piece before it or at once behind it. */
    private static final class Step {
        private final int[] ids;
        private final boolean near;

        Step(Wording.Piece piece, Map<String, Integer> known) {
            this.ids = piece.ways().stream()
                    .mapToInt(words -> known.computeIfAbsent(words, unseen -> known.size()))
                    .toArray();
            this.near = piece.near();
        }
    }

    private PhraseBook(List<String> written, BitSet ofRecipient) {
        this.ofRecipient = ofRecipient;
        Map<String, Integer> ids = new LinkedHashMap<>();
        this.phrases = written.stream().map(phrase -> wordings(phrase, ids)).toList();
        this.lengths = ids.keySet().stream().mapToInt(String::length).toArray();
        trie.build(ids);
    }

    /**
     * A book of phrases, of which an empty one is in no text; how they are written is in the file of bounce rules.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    public static PhraseBook of(List<String> written) {
        return new PhraseBook(written, new BitSet());
    }

    /**
     * A book of which some phrases speak of the recipient: these are not found where a text says that the account, the address or
     * the domain is the sender's or a server's.
     *
     * @param ofRecipient the numbers of these phrases; not changed after
     */
    static PhraseBook of(List<String> written, BitSet ofRecipient) {
        return new PhraseBook(written, ofRecipient);
    }

    private static Step[][] wordings(String phrase, Map<String, Integer> ids) {
        if (phrase.isEmpty()) {
            return new Step[0][];
        }
        return Wording.all(phrase).stream()
                .map(wording -> wording.pieces().stream()
                        .map(piece -> new Step(piece, ids))
                        .toArray(Step[]::new))
                .toArray(Step[][]::new);
    }

    /** Reads a text once, to ask it for phrases. */
    public Reading read(String text) {
        String plain = PlainText.of(text);
        Reading reading = new Reading(plain);
        trie.parseText(plain, (begin, end, id) -> {
            if (begin == 0 || !letter(plain.charAt(begin)) || !letter(plain.charAt(begin - 1))) {
                reading.note(id, begin);
            }
        });
        return reading;
    }

    /** Scripts that are written without spaces have no word starts. */
    private static boolean letter(char one) {
        return one < 0x2000 && Character.isLetterOrDigit(one);
    }

    /** What one text holds. */
    public final class Reading {
        private final String plain;
        private final int[][] places = new int[lengths.length][];

        private Reading(String plain) {
            this.plain = plain;
        }

        private void note(int id, int place) {
            int[] known = places[id];
            int count = known == null ? 0 : known[0];
            if (count < MOST) {
                int[] noted = known == null ? new int[4] : known;
                if (noted.length == count + 1) {
                    noted = Arrays.copyOf(noted, 2 * noted.length);
                }
                noted[0] = count + 1;
                noted[count + 1] = place;
                places[id] = noted;
            }
        }

        /** The text as phrases are looked for in it. */
        public String plain() {
            return plain;
        }

        /** Whether the text holds a phrase, by its number in the book. */
        public boolean has(int phrase) {
            return place(phrase) >= 0;
        }

        /** Where in {@link #plain} a phrase starts; -1 if the text does not hold it. */
        int place(int phrase) {
            for (Step[] wording : phrases.get(phrase)) {
                int place = place(wording, ofRecipient.get(phrase));
                if (place >= 0) {
                    return place;
                }
            }
            return -1;
        }

        /** The first phrase of the book that the text holds; empty if it holds none. */
        public Optional<Integer> first() {
            for (int i = 0; i < phrases.size(); i++) {
                if (has(i)) {
                    return Optional.of(i);
                }
            }
            return Optional.empty();
        }

        private int place(Step[] wording, boolean recipient) {
            for (int id : wording[0].ids) {
                int[] known = places[id];
                for (int i = 1; known != null && i <= known[0]; i++) {
                    if (!anothers(recipient, known[i]) && goesOn(wording, 1, known[i] + lengths[id], recipient)) {
                        return known[i];
                    }
                }
            }
            return -1;
        }

        private boolean anothers(boolean recipient, int place) {
            return recipient && Owner.another(plain, place);
        }

        private boolean goesOn(Step[] wording, int piece, int after, boolean recipient) {
            if (piece == wording.length) {
                return true;
            }
            int farthest = wording[piece].near ? after : after + FARTHEST;
            for (int id : wording[piece].ids) {
                int[] known = places[id];
                for (int i = known == null ? 0 : first(known, after);
                        known != null && i <= known[0] && known[i] <= farthest;
                        i++) {
                    if (!anothers(recipient, known[i])
                            && goesOn(wording, piece + 1, known[i] + lengths[id], recipient)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** The number of the first of the places, which ascend, that is not before another. */
        private static int first(int[] known, int least) {
            int found = Arrays.binarySearch(known, 1, known[0] + 1, least);
            return found < 0 ? -found - 1 : found;
        }
    }
}
