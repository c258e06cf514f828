package heed.model.store;

import java.util.List;

/**
 * What an upgrade of a store found or changed.
 *
 * @param description what it is, in words without the number of cases: "prospects have …"
 * @param count the number of cases
 * @param prospects the ids of the prospects that it concerns, in the order of their keys; empty if the cases are no prospects
 */
public record UpgradeNote(String description, long count, List<String> prospects) {
    private static final int MAX_SHOWN = 10;

    public UpgradeNote {
        prospects = List.copyOf(prospects);
    }

    /** Returns the note as a sentence with the first ids. */
    public String sentence() {
        return count + " " + description
                + (prospects.isEmpty()
                        ? ""
                        : ": "
                                + String.join(", ", prospects.subList(0, Math.min(MAX_SHOWN, prospects.size())))
                                + (prospects.size() > MAX_SHOWN ? ", …" : ""));
    }
}
