package heed.filters.json;

import heed.model.field.TextKey;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the known name that a mistyped name most likely means. It is the name with the smallest number of typing errors,
 * and at most one error for every three letters. A letter that is added, missing or replaced is an error; two neighbours
 * that are swapped are half of one, because all letters are there. Case, spaces and punctuation are ignored. A name with another meaning is never the nearest one ({@link NameMeaning}).
 */
public final class NearestName {
    private static final int MAX_LENGTH = 100;
    /** The distance of two names with one typing error. */
    private static final int ERROR = 2;

    private static final int SWAP = 1;
    private static final Pattern NON_ALPHANUMERIC = Pattern.compile("[^\\p{L}\\p{N}]+");

    private NearestName() {}

    /** Returns the nearest candidate, the first one of several that are equally near; empty if none is near. */
    public static Optional<String> of(String typed, Collection<String> candidates) {
        String typedLetters = letters(typed);
        if (typedLetters.isEmpty() || typedLetters.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Optional<String> nearest = Optional.empty();
        int minDistance = Integer.MAX_VALUE;
        for (String name : candidates) {
            String letters = letters(name);
            int maxDistance = ERROR * Math.max(typedLetters.length(), letters.length()) / 3;
            int distance = ERROR * Math.abs(typedLetters.length() - letters.length()) > maxDistance
                    ? maxDistance + 1
                    : distance(typedLetters, letters);
            if (distance <= maxDistance && distance < minDistance && !NameMeaning.differs(typed, name)) {
                minDistance = distance;
                nearest = Optional.of(name);
            }
        }
        return nearest;
    }

    private static String letters(String name) {
        String truncated = name.length() > 2 * MAX_LENGTH ? name.substring(0, 2 * MAX_LENGTH) : name;
        return NON_ALPHANUMERIC
                .matcher(TextKey.of(truncated).toLowerCase(Locale.ROOT))
                .replaceAll("");
    }

    /** Returns the weighted Damerau-Levenshtein distance with swaps of neighbours only (optimal string alignment). */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = ERROR * (i + j);
                    continue;
                }
                int substitution = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : ERROR;
                int minCost =
                        Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + ERROR, cost[i - 1][j - 1] + substitution);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(minCost, cost[i - 2][j - 2] + SWAP) : minCost;
            }
        }
        return cost[from.length()][to.length()];
    }
}
