package heed.model.run;

import java.util.Arrays;
import java.util.Map;

/** A count of an import, kept with its run. */
public enum ImportCount {
    ROWS("Rows"),
    CREATED("Created"),
    UPDATED("Updated"),
    UNCHANGED("Unchanged"),
    /** Rows without a prospect in an import that only updates. */
    NOT_FOUND("Not found"),
    REJECTED("Rejected"),
    /** Rejected rows with a no that was kept all the same. */
    NOES_OF_REJECTED("Noes of rejected rows kept"),
    /** Prospects whose Email Opt Out became Yes. */
    OPT_OUTS_ADDED("Opt-outs added"),
    /** Prospects whose Bounced became Yes. */
    BOUNCED_ADDED("Bounced added"),
    /** Rows with a No that did not clear a Yes. */
    FLAGS_KEPT("Flags kept"),
    /** Addresses added to the suppression list. */
    LISTED("Added to the suppression list"),
    /** Rows whose address was on the suppression list before. */
    ALREADY_LISTED("Already listed"),
    /** Prospects that the import created and its undo removed. */
    REMOVED("Removed by undo");

    private final String label;

    ImportCount(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Returns the rows of an import as the counts of a run: every row is applied, skipped or failed. */
    public static RunTally toTally(Map<ImportCount, Long> counts) {
        return new RunTally(
                sum(counts, ROWS),
                sum(counts, CREATED, UPDATED, LISTED),
                sum(counts, UNCHANGED, NOT_FOUND, ALREADY_LISTED),
                sum(counts, REJECTED));
    }

    private static long sum(Map<ImportCount, Long> counts, ImportCount... summed) {
        return Arrays.stream(summed)
                .mapToLong(count -> counts.getOrDefault(count, 0L))
                .sum();
    }
}
