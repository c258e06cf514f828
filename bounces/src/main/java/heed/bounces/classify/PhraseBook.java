package heed.bounces.classify;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    /** The length of the words with each id. An even id is of words whose last word may continue, the next one of whole words. */
    private final int[] lengths;
    /** The wordings of each phrase, each of them a sequence of pieces. */
    private final List<PhrasePiece[][]> phrases;

    private final List<StatementTopic> topics;

    /** A piece of a phrase: one of several words, directly behind the piece before it or within {@link #MAX_GAP}. */
    private static final class PhrasePiece {
        private final int[] ids;
        private final boolean adjacent;

        PhrasePiece(PhrasePattern.Piece piece, Map<String, Integer> idsByWords) {
            this.ids = piece.alternatives().stream()
                    .mapToInt(words -> idOf(words, idsByWords))
                    .toArray();
            this.adjacent = piece.adjacent();
        }

        private static int idOf(String words, Map<String, Integer> idsByWords) {
            int end = words.length() - 1;
            boolean wordStart = words.charAt(end) == PhrasePattern.WORD_START;
            int id = idsByWords.computeIfAbsent(
                    wordStart ? words.substring(0, end) : words, unseen -> 2 * idsByWords.size());
            return wordStart ? id : id + 1;
        }
    }

    private PhraseBook(List<String> expressions, List<StatementTopic> topics) {
        this.topics = topics;
        Map<String, Integer> ids = new LinkedHashMap<>();
        this.phrases = expressions.stream().map(phrase -> compile(phrase, ids)).toList();
        this.lengths = ids.keySet().stream()
                .flatMapToInt(words -> IntStream.of(words.length(), words.length()))
                .toArray();
        trie.build(ids);
    }

    /**
     * Creates a book of phrases in the notation of {@code bounce-rules.tsv}. An empty phrase occurs in no text.
     *
     * @throws IllegalArgumentException if a phrase is malformed
     */
    public static PhraseBook of(List<String> expressions) {
        return new PhraseBook(expressions, Collections.nCopies(expressions.size(), StatementTopic.ANY));
    }

    /**
     * Creates a book in which some phrases are about a recipient or a domain. These do not match where a text states something of
     * the sender, of a server or of another thing, and not across the end of a sentence.
     *
     * @param topics the topic of each phrase
     * @throws IllegalArgumentException if a phrase is malformed
     */
    static PhraseBook of(List<String> expressions, List<StatementTopic> topics) {
        return new PhraseBook(expressions, List.copyOf(topics));
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
                if (end == normalized.length()
                        || !isSpacedLetter(normalized.charAt(end))
                        || !isSpacedLetter(normalized.charAt(end - 1))) {
                    matches.record(id + 1, begin);
                }
            }
        });
        return matches;
    }

    /** Whether a character is a letter or digit of a script that separates words by spaces. */
    private static boolean isSpacedLetter(char c) {
        return c < 0x2000 && Character.isLetterOrDigit(c) && !isUnspacedScript(c);
    }

    /** Whether a character is of Thai, Lao, Tibetan, Burmese or Khmer, or a part of a Korean syllable. */
    private static boolean isUnspacedScript(char c) {
        return (c >= '\u0e00' && c <= '\u0fff') || (c >= '\u1000' && c <= '\u11ff') || (c >= '\u1780' && c <= '\u17ff');
    }

    /** The phrases that occur in one text. */
    public final class PhraseMatches {
        private final String text;
        /** The positions of the words with each id, ascending, behind their number at index 0; null if they do not occur. */
        private final int[][] positions = new int[lengths.length][];

        private boolean statesOtherThing;

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
                int found = wordingPosition(wording, topics.get(phrase));
                if (found >= 0) {
                    return found;
                }
            }
            return -1;
        }

        private int wordingPosition(PhrasePiece[] pieces, StatementTopic topic) {
            for (int id : pieces[0].ids) {
                int[] known = positions[id];
                for (int i = 1; known != null && i <= known[0]; i++) {
                    int start = known[i];
                    if (mayBePart(topic, start) && continuesWith(pieces, 1, start, start + lengths[id], topic)) {
                        return start;
                    }
                }
            }
            return -1;
        }

        /**
         * Whether the pieces from an index on follow in the text, the first of them at or near a position.
         *
         * @param predicate the index of the words behind the last gap
         */
        private boolean continuesWith(
                PhrasePiece[] pieces, int index, int predicate, int position, StatementTopic topic) {
            if (index == pieces.length) {
                return isStatement(topic, predicate, position);
            }
            boolean adjacent = pieces[index].adjacent;
            int farthest = adjacent ? position : position + MAX_GAP;
            for (int id : pieces[index].ids) {
                int[] known = positions[id];
                for (int i = known == null ? 0 : firstNotBefore(known, position);
                        known != null && i <= known[0] && known[i] <= farthest;
                        i++) {
                    boolean oneSentence =
                            topic == StatementTopic.ANY || !SentenceBounds.endsBetween(text, position, known[i]);
                    if (oneSentence
                            && mayBePart(topic, known[i])
                            && continuesWith(
                                    pieces,
                                    index + 1,
                                    adjacent ? predicate : known[i],
                                    known[i] + lengths[id],
                                    topic)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Whether words at a position may be a part of a phrase: those about the sender are in no phrase about the recipient. */
        private boolean mayBePart(StatementTopic topic, int position) {
            if (topic == StatementTopic.ANY || !SentenceSubject.isOwnedBySender(text, position)) {
                return true;
            }
            statesOtherThing = true;
            return false;
        }

        /** Whether a phrase states something of its topic. */
        private boolean isStatement(StatementTopic topic, int predicate, int end) {
            if (topic == StatementTopic.ANY) {
                return true;
            }
            StatementSubject.Subject subject = StatementSubject.find(text, predicate, end, topic);
            statesOtherThing |= subject == StatementSubject.Subject.OTHER_THING;
            return subject == StatementSubject.Subject.TOPIC;
        }

        /**
         * Whether one of the phrases about a recipient or a domain that were looked for states something of the sender or of
         * another thing.
         */
        boolean statesOtherThing() {
            return statesOtherThing;
        }

        /** Leaves out the words that start from an index up to another: they are in no phrase any more. */
        void leaveOut(int from, int to) {
            for (int[] known : positions) {
                int kept = 0;
                for (int i = 1; known != null && i <= known[0]; i++) {
                    if (known[i] < from || known[i] >= to) {
                        known[++kept] = known[i];
                    }
                }
                if (known != null) {
                    known[0] = kept;
                }
            }
        }

        /** Returns the index of the first of the recorded positions that is not before a position. */
        private static int firstNotBefore(int[] known, int position) {
            int found = Arrays.binarySearch(known, 1, known[0] + 1, position);
            return found < 0 ? -found - 1 : found;
        }
    }
}
