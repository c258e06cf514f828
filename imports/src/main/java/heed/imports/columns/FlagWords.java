package heed.imports.columns;

import heed.model.text.TsvResource;
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
    private static final Map<String, FlagWord> WORDS = new HashMap<>();
    /** The words that mean a no in any column: those with a part such as "unsub". */
    private static final Set<String> NO_WORDS = new HashSet<>();

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

    /** Tests whether a cell says "unsubscribed", "bounced" or the like, so that its column means a no whatever its name. */
    public static boolean saysNo(String cell) {
        return cell.length() <= MAX_LENGTH && WordKey.mayBeWord(cell) && NO_WORDS.contains(WordKey.ofCell(cell));
    }
}
