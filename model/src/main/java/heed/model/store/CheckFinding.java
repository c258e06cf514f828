package heed.model.store;

import heed.model.run.RunId;
import java.util.List;
import java.util.Optional;

/**
 * The finding of one part of a store check.
 *
 * @param area the part that was checked
 * @param inconsistencies the inconsistencies; empty if this part is consistent
 * @param stoppedRuns runs of automations that stopped before their end and that no worker has leased; no inconsistency
 * @param upgradeNotes what the upgrade to this version found; no inconsistency
 */
public record CheckFinding(
        Area area, List<Inconsistency> inconsistencies, List<RunId> stoppedRuns, List<UpgradeNote> upgradeNotes) {
    public CheckFinding {
        inconsistencies = List.copyOf(inconsistencies);
        stoppedRuns = List.copyOf(stoppedRuns);
        upgradeNotes = List.copyOf(upgradeNotes);
    }

    /** The part of a store that is checked. */
    public enum Area {
        CONNECTIONS("the store can be read and written"),
        SCHEMA("the schema matches this program"),
        CLOCK("the clock is right"),
        FILES("the database finds no damage in its own files"),
        REFERENCES("every reference has a target"),
        SUPPRESSION("flags, reasons and the suppression list agree"),
        HISTORY("each prospect was created once"),
        VALUES("field values are those that were last asserted"),
        ADDRESSES("every address is in its canonical form"),
        LEDGER("runs, their ledger, their facts and their mail agree");

        private final String expectation;

        Area(String expectation) {
            this.expectation = expectation;
        }

        /** Returns what is true of a consistent store. */
        public String expectation() {
            return expectation;
        }
    }

    /**
     * An inconsistency of the store.
     *
     * @param description the kind of inconsistency in words, without the number of cases
     * @param count the number of cases
     * @param examples the first cases by their keys, without addresses and values
     * @param repair what a person can do about it
     * @param remedy the change in the store that repairs it; empty if none does
     */
    public record Inconsistency(
            String description, long count, List<String> examples, String repair, Optional<Remedy> remedy) {
        public Inconsistency {
            examples = List.copyOf(examples);
        }
    }

    /** A change in the store that repairs an inconsistency. */
    public enum Remedy {
        /** Sets the field to the right value. */
        SET_FIELD,
        /** Sets Bounced of the prospect. */
        SET_BOUNCED,
        /** Adds the address to the suppression list, or removes it. */
        CORRECT_SUPPRESSION_LIST
    }
}
