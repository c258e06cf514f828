package heed.model.store;

import java.util.List;

/**
 * What an upgrade of a store found or changed.
 *
 * @param description the kind of cases in words, without their number: "prospects whose …"
 * @param count the number of cases
 * @param prospects the ids of the prospects that it concerns, in the order of their keys; empty if the cases are no prospects
 */
public record UpgradeNote(String description, long count, List<String> prospects) {
    private static final int MAX_SHOWN = 10;

    public UpgradeNote {
        prospects = List.copyOf(prospects);
    }

    /** Returns the note as one line, with the number of cases and the first ids. */
    public String line() {
        return description + ": " + count
                + (prospects.isEmpty()
                        ? ""
                        : " ("
                                + String.join(", ", prospects.subList(0, Math.min(MAX_SHOWN, prospects.size())))
                                + (prospects.size() > MAX_SHOWN ? ", …" : "")
                                + ")");
    }
}
