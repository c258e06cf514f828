package heed.filters.json;

import heed.model.TextKey;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The known name that someone most likely meant: the one that the fewest typing mistakes (a letter more, less, other, or
 * two swapped) lead to, and at most one in three letters. Case, spaces and punctuation do not count.
 */
public final class NearestName {
    private static final int LONGEST = 100;
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private NearestName() {}

    /** Of several equally near ones the first. */
    public static Optional<String> of(String typed, Collection<String> known) {
        String wanted = letters(typed);
        if (wanted.isEmpty() || wanted.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> nearest = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            String letters = letters(name);
            int most = Math.max(wanted.length(), letters.length()) / 3;
            int distance = Math.abs(wanted.length() - letters.length()) > most ? most + 1 : distance(wanted, letters);
            if (distance <= most && distance < least) {
                least = distance;
                nearest = Optional.of(name);
            }
        }
        return nearest;
    }

    private static String letters(String name) {
        String cut = name.length() > 2 * LONGEST ? name.substring(0, 2 * LONGEST) : name;
        return NO_LETTERS.matcher(TextKey.of(cut).toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** Damerau-Levenshtein, restricted to swaps of neighbours. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int other = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + other);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[from.length()][to.length()];
    }
}
